using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Messages;

/// <summary>Usage of a Messages answer: cumulative, so each report overwrites the counts it gives and leaves the others.</summary>
/// <remarks>
/// <c>input_tokens</c> excludes cached tokens, <c>output_tokens</c> includes thinking. Where <c>iterations</c> are given, they are what is
/// billed: the top level leaves out the pass that summarised (compaction) and the ones that another model made (advisor, fallback).
/// </remarks>
internal sealed class MessagesUsage(MeterQuirks quirks) : TokenCounts(Shape, Members)
{
    private const int Input = 0, Output = 1, CacheReads = 2, Written = 3, Written5m = 4, Written1h = 5, Thinking = 6, Searches = 7, Iteration = 8,
        Members = 9;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("input_tokens", Input, Limit)
        .Want("output_tokens", Output, Limit)
        .Want("cache_read_input_tokens", CacheReads, Limit)
        .Want("cache_creation_input_tokens", Written, Limit)
        .Want("cache_creation/ephemeral_5m_input_tokens", Written5m, Limit)
        .Want("cache_creation/ephemeral_1h_input_tokens", Written1h, Limit)
        .Want("output_tokens_details/thinking_tokens", Thinking, Limit)
        .Want("server_tool_use/web_search_requests", Searches, Limit)
        .Want("iterations/*", Iteration, 16 * 1024);

    private MessagesUsage? _iteration;
    private Usage? _sum;         // of the iterations in the report being read
    private Usage? _iterations;  // of the last report that had any

    /// <summary>Reads one more report; null while no known count has been given.</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        _sum = null;
        Scan(json);
        _iterations = _sum ?? _iterations;
        if (!Any && _iterations is null) return null;
        var usage = _iterations ?? TopLevel();
        return usage with { Reasoning = Within(this[Thinking], usage.Output), WebSearches = this[Searches] };
    }

    protected override void Element(int id, ReadOnlySpan<byte> json)
    {
        if (id != Iteration) return;
        _iteration ??= new MessagesUsage(quirks);
        _iteration.Clear();
        _iteration.Scan(json);
        _sum = _sum.GetValueOrDefault() + _iteration.TopLevel();
        Clamped |= _iteration.Clamped;
    }

    private Usage TopLevel()
    {
        var (written5m, written1h) = Writes();
        return new Usage
        {
            UncachedInput = this[Input],
            CacheRead = this[CacheReads],
            CacheWrite5m = written5m,
            CacheWrite1h = written1h,
            Output = this[Output],
        };
    }

    // The sum and its split can come in different reports: a later sum stands, what the split does not cover is of the lifetime asked for.
    private (long FiveMinutes, long OneHour) Writes()
    {
        long split5m = this[Written5m], split1h = this[Written1h];
        if (!Has(Written)) return (split5m, split1h);
        long total = this[Written];
        long rest = total - split5m - split1h;
        if (rest < 0)
        {
            Clamped = true;
            long oneHour = Math.Min(split1h, total);
            return (total - oneHour, oneHour);
        }

        return quirks.HasFlag(MeterQuirks.CacheWritesAreOneHour) ? (split5m, split1h + rest) : (split5m + rest, split1h);
    }
}
