namespace Gantry.Protocols.Json;

/// <summary>One change of a body: some of its bytes make way for others.</summary>
/// <param name="Range">What goes; of length 0 for a pure insertion.</param>
/// <param name="Bytes">What comes instead.</param>
public readonly record struct JsonEdit(ByteRange Range, ReadOnlyMemory<byte> Bytes);
