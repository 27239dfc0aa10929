using System.Buffers.Binary;

namespace Gantry.Protocols.Framing;

/// <summary>One frame of an Amazon event stream. The spans live until the scanner is called again.</summary>
public readonly ref struct AwsFrame(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload)
{
    /// <summary>The raw header block.</summary>
    public ReadOnlySpan<byte> Headers { get; } = headers;

    /// <summary>The payload: JSON in all Bedrock streams.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The value of a header of type string or bytes; empty where there is none.</summary>
    public ReadOnlySpan<byte> Header(ReadOnlySpan<byte> name)
    {
        var rest = Headers;
        while (rest.Length >= 2)
        {
            int nameLength = rest[0];
            if (rest.Length < nameLength + 2) return default;
            var found = rest.Slice(1, nameLength);
            byte type = rest[1 + nameLength];
            rest = rest[(2 + nameLength)..];
            int skip = 0, length;
            switch (type)
            {
                case 0 or 1: length = 0; break;         // true, false
                case 2: length = 1; break;              // byte
                case 3: length = 2; break;              // short
                case 4: length = 4; break;              // integer
                case 5 or 8: length = 8; break;         // long, timestamp
                case 9: length = 16; break;             // uuid
                case 6 or 7 when rest.Length >= 2:      // bytes, string
                    skip = 2;
                    length = BinaryPrimitives.ReadUInt16BigEndian(rest);
                    break;
                default: return default;
            }

            if (rest.Length < skip + length) return default;
            if (skip > 0 && found.SequenceEqual(name)) return rest.Slice(skip, length);
            rest = rest[(skip + length)..];
        }

        return default;
    }
}
