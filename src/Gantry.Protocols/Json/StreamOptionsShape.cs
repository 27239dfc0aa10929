namespace Gantry.Protocols.Json;

/// <summary>What a request gives as <c>stream_options</c>.</summary>
public enum StreamOptionsShape
{
    Absent,
    Null,
    EmptyObject,
    Object,

    /// <summary>A string, number or the like, which the upstream will refuse in its own words.</summary>
    Other,
}
