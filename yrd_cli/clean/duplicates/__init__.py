"""Documents that say the same: found by what they say, whatever their script and width."""
