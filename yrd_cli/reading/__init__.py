"""Reading: from paths to bytes, from containers to records, from records to Documents."""
