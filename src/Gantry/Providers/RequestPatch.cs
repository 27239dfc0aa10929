namespace Gantry.Providers;

/// <summary>One thing that a vendor wants otherwise than the protocol it speaks. A vendor is a list of these.</summary>
internal delegate void RequestPatch(OutboundEdit edit);
