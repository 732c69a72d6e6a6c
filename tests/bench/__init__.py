"""The benchmark: real processes on real servers, floors measured in the same run (`make bench`)."""
