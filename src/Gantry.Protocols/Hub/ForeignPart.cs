using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Something that only the protocol it was read from has a word for, kept as it stood.</summary>
/// <param name="From">The only protocol that can say it again.</param>
/// <param name="Type">Its <c>type</c>, or the name of the member that told it apart.</param>
/// <param name="Raw">The whole value.</param>
public sealed record ForeignPart(Protocol From, string Type, JsonSlice Raw) : Part;
