"""The counter in the back office: filing with citizens, acts handed over, files on paper."""
