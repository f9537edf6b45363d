# The page's place is at the end of those about events.
/^   events-/ { last = 1 }
last && !/^   events-/ && !done {
	print "   events-taint"
	done = 1
}
{ print }
END {
	if (!done) {
		print "no list with events-..." >"/dev/stderr"
		exit 1
	}
}
