using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>A member of a request, or of something in it, that the hub has no word for. The same protocol writes it back; any other notes it as lost.</summary>
public readonly record struct ExtraMember(Protocol From, string Name, JsonSlice Value);
