"""Search in lines: GNU grep's manners, blind to the difference of Simplified and Traditional."""
