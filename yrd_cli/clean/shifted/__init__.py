"""The search behind the repair of byte-shifted GBK; loaded only where a text holds a suspect."""
