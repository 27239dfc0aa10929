namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Damages bytes as networks, clients and vendors do.</summary>
internal static class FuzzMutator
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "null", "true", "{}", "[]", "\"\"", "-1", "0", "1e999", "-0.5", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "\"\\ud800\"", "\"\\udc00x\"", "\\", "\"", "{", "}",
            "[", "]", ",", ":", "\n", "\r\n\r\n", "\n\n", "data: ", "event: ", "[DONE]", "\\u0000", "\u00e4", "\"type\":\"tool_use\",", "\"content\":null,", "\"index\":-1,", "\"index\":99,",
            "\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":-7},", "\"role\":\"tool\",", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "\"thought\":true,",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    public static byte[] Next(ReadOnlySpan<byte> seed, Random random)
    {
        var bytes = new List<byte>(seed.Length + 64);
        bytes.AddRange(seed);
        int steps = random.Next(8) switch { 0 => 0, < 6 => random.Next(1, 4), _ => random.Next(4, 16) };
        for (int i = 0; i < steps && bytes.Count > 0; i++) Step(bytes, random);
        return [.. bytes];
    }

    private static void Step(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count), length = random.Next(1, Math.Min(bytes.Count - at, 24) + 1);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            default:
                Value(bytes, at, random);
                break;
        }
    }

    // The rest of a value becomes another value: what breaks readers is JSON of the wrong shape, not noise.
    private static void Value(List<byte> bytes, int at, Random random)
    {
        int colon = bytes.IndexOf((byte)':', at);
        if (colon < 0) return;
        int end = colon + 1;
        while (end < bytes.Count && bytes[end] is not ((byte)',' or (byte)'}' or (byte)']')) end++;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Tokens[random.Next(13)]);
    }
}
