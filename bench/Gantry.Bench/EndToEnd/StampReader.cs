using System.Buffers.Text;
using System.Diagnostics;

namespace Gantry.Bench.EndToEnd;

/// <summary>Finds the <see cref="Metronome"/>'s stamps in a stream, wherever its reads are cut, and keeps how old each was.</summary>
internal sealed class StampReader
{
    const int StampBytes = Metronome.StampDigits + 2;

    readonly byte[] _bytes = new byte[64 * 1024];
    int _kept;

    /// <summary>Milliseconds from write to read, one per event.</summary>
    public List<double> Delays { get; } = new(Metronome.Events);

    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        int read;
        while ((read = await stream.ReadAsync(_bytes.AsMemory(_kept), cancellation)) > 0)
        {
            var now = Stopwatch.GetTimestamp();
            Scan(_bytes.AsSpan(0, _kept + read), now);
        }
    }

    void Scan(Span<byte> bytes, long now)
    {
        var at = 0;
        for (int mark; (mark = bytes[at..].IndexOf(Metronome.Mark)) >= 0 && bytes.Length - at - mark >= StampBytes; at += mark + StampBytes)
        {
            if (Utf8Parser.TryParse(bytes.Slice(at + mark + 1, Metronome.StampDigits), out long stamp, out _))
            {
                Delays.Add(Stopwatch.GetElapsedTime(stamp, now).TotalMilliseconds);
            }
        }

        var rest = bytes[at..].IndexOf(Metronome.Mark) is var cut and >= 0 ? bytes[(at + cut)..] : [];
        rest.CopyTo(_bytes);
        _kept = rest.Length;
    }
}
