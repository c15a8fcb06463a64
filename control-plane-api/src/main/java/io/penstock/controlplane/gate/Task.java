package io.penstock.controlplane.gate;

import com.google.protobuf.ByteString;

/// An activity task that a piped holds.
///
/// @param token Temporal's own, which never leaves the gate in the clear
record Task(ByteString token, String activityType) {}
