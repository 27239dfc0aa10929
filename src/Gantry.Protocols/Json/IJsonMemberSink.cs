namespace Gantry.Protocols.Json;

/// <summary>Receives the values that a <see cref="JsonMemberScanner"/> was told to look for.</summary>
internal interface IJsonMemberSink
{
    /// <summary>One wanted value has ended.</summary>
    /// <param name="id">The id under which the shape wants it.</param>
    /// <param name="json">Its raw JSON without surrounding space; valid during the call only.</param>
    /// <param name="truncated">The value was longer than the shape's limit; only its beginning is given.</param>
    void Value(int id, ReadOnlySpan<byte> json, bool truncated);
}
