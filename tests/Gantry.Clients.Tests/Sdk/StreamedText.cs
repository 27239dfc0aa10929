using System.Diagnostics;
using System.Text;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>Times the pieces of a stream, to tell one that arrives as it is made from one that was held back.</summary>
internal sealed class StreamedText
{
    // The paced model makes 60 pieces in three seconds; a buffered answer comes at once.
    private static readonly TimeSpan LeastSpread = TimeSpan.FromMilliseconds(500);

    private readonly StringBuilder _text = new();
    private readonly List<long> _times = [];

    /// <summary>Takes one piece; empty ones are no content and do not count.</summary>
    public void Add(string? piece)
    {
        if (string.IsNullOrEmpty(piece))
        {
            return;
        }

        _times.Add(Stopwatch.GetTimestamp());
        _text.Append(piece);
    }

    /// <summary>Fails unless the text came in several pieces spread over time.</summary>
    public void CameAsItWasMade()
    {
        Assert.True(_times.Count > 2, $"The text '{_text}' came in {_times.Count} pieces.");
        var spread = Stopwatch.GetElapsedTime(_times[0], _times[^1]);
        Assert.True(spread >= LeastSpread, $"{_times.Count} pieces came within {spread.TotalMilliseconds:0} ms.");
    }
}
