using System.Text;

namespace Gantry.Cli.Verify.Wire;

/// <summary>Cuts a stream that has arrived whole into its frames.</summary>
internal static class SseFrames
{
    /// <summary>The frames that carry data, in order. A last frame without its blank line counts: servers forget it.</summary>
    public static IReadOnlyList<SseFrame> Read(ReadOnlySpan<byte> body, IReadOnlyList<Arrival> arrivals)
    {
        var frames = new List<SseFrame>();
        var data = new List<string>();
        string? name = null;
        var start = 0;
        while (start < body.Length)
        {
            var rest = body[start..];
            var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var line = Encoding.UTF8.GetString(length < 0 ? rest : rest[..length]);
            start += length < 0 ? rest.Length : length + 1;
            if (length >= 0 && rest[length] == '\r' && start < body.Length && body[start] == '\n') start++;

            if (line.Length == 0)
            {
                Close(start);
                continue;
            }
            var (field, value) = Split(line);
            if (field == "data") data.Add(value);
            else if (field == "event") name = value;
        }
        Close(body.Length);
        return frames;

        void Close(int end)
        {
            if (data.Count > 0) frames.Add(new SseFrame(name, string.Join('\n', data), TimeOf(arrivals, end)));
            data.Clear();
            name = null;
        }
    }

    private static (string Field, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return (line, "");
        var value = line[(colon + 1)..];
        return (line[..colon], value.StartsWith(' ') ? value[1..] : value);
    }

    private static TimeSpan TimeOf(IReadOnlyList<Arrival> arrivals, int end)
    {
        foreach (var arrival in arrivals)
            if (arrival.End >= end) return arrival.At;
        return arrivals.Count == 0 ? TimeSpan.Zero : arrivals[^1].At;
    }
}
