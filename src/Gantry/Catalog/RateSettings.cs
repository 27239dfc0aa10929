using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Gantry.Catalog;

/// <summary>The settings about limits: their names in the store, and what may stand in them.</summary>
internal static class RateSettings
{
    /// <summary>Before the limits of keys that name none of their own.</summary>
    public const string Defaults = "default_rate_limits";

    public const string Addresses = "address_limits";
    public const string Queue = "rate_limit_queue";

    public const string DefaultRequests = Defaults + ".requests_per_minute";
    public const string DefaultTokens = Defaults + ".tokens_per_minute";
    public const string DefaultConcurrent = Defaults + ".concurrent";

    /// <summary>Requests a minute from one network address, whatever key they carry.</summary>
    public const string AddressRequests = Addresses + ".requests_per_minute";

    /// <summary>Connections at once from one network address.</summary>
    public const string AddressConnections = Addresses + ".connections";

    /// <summary>Networks that the limits of addresses do not hold for, separated by commas.</summary>
    public const string AddressExempt = Addresses + ".exempt";

    /// <summary>How long a request waits for another to end, where too many are under way.</summary>
    public const string QueueSeconds = Queue + ".seconds";

    /// <summary>How many wait at once for one limit.</summary>
    public const string QueueWaiting = Queue + ".waiting";

    public const long UsualConnections = 200;
    public const long UsualSeconds = 5;
    public const long UsualWaiting = 100;

    // Clients and what stands between give up on a silent gateway after a minute.
    private const long MostSeconds = 55;

    private static readonly ImmutableDictionary<string, (long Least, long Most)> Numbers = ImmutableDictionary.CreateRange<string, (long, long)>(
    [
        new(DefaultRequests, (1, RateTerms.MostRequests)),
        new(DefaultTokens, (1, RateTerms.MostTokens)),
        new(DefaultConcurrent, (1, RateTerms.MostConcurrent)),
        new(AddressRequests, (1, RateTerms.MostRequests)),
        new(AddressConnections, (1, RateTerms.MostConcurrent)),
        new(QueueSeconds, (0, MostSeconds)),
        new(QueueWaiting, (0, RateTerms.MostConcurrent)),
    ]);

    /// <summary>By the mapping of the declarative file that they stand in.</summary>
    public static ImmutableArray<string> Names { get; } =
        [DefaultRequests, DefaultTokens, DefaultConcurrent, AddressRequests, AddressConnections, AddressExempt, QueueSeconds, QueueWaiting];

    public static bool Knows(string name) => Names.Contains(name);

    /// <returns>What is wrong with a setting, or null.</returns>
    public static string? Refuse(string name, string value)
    {
        if (name == AddressExempt)
        {
            return Networks(value).FirstOrDefault(n => !IPNetwork.TryParse(n, out _)) is { } bad
                ? $"exempt: '{bad}' is no network such as 10.0.0.0/8"
                : null;
        }

        if (!Numbers.TryGetValue(name, out var bounds)) return "this version knows no such setting";
        return Read(value) is { } number && number >= bounds.Least && number <= bounds.Most
            ? null
            : $"{name} must be a whole number from {bounds.Least} to {bounds.Most}, not '{value}'";
    }

    /// <summary>Null for none: nothing holds for keys that say nothing of their own.</summary>
    public static RateTerms? DefaultTerms(CatalogRows rows)
    {
        var terms = new RateTerms { RequestsPerMinute = Number(rows, DefaultRequests), TokensPerMinute = Number(rows, DefaultTokens), Concurrent = Number(rows, DefaultConcurrent) };
        return terms == new RateTerms() ? null : terms;
    }

    public static long? Number(CatalogRows rows, string name) => rows.Setting(name) is { } text ? Read(text) : null;

    /// <summary>The networks of a list that was accepted; null where nothing is said.</summary>
    public static ImmutableArray<IPNetwork>? Exempt(CatalogRows rows) =>
        rows.Setting(AddressExempt) is { } text ? [.. Networks(text).Select(n => IPNetwork.Parse(n))] : null;

    private static string[] Networks(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static long? Read(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
