using System.Globalization;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;

namespace Gantry.Console.Accounts;

/// <summary>What can be said of an account as it is typed: text in every field, and what is wrong with which.</summary>
internal sealed class TermsFields
{
    private static readonly string[] Windows = ["day", "week", "month", "total"];

    private readonly List<string> _windows = [];

    public FieldErrors Errors { get; } = new();

    /// <summary>USD by window.</summary>
    public Dictionary<string, string> Caps { get; } = Windows.ToDictionary(window => window, _ => "", StringComparer.Ordinal);

    /// <summary>By the name of the limit.</summary>
    public Dictionary<string, string> Rates { get; } = new(StringComparer.Ordinal) { ["requests_per_minute"] = "", ["tokens_per_minute"] = "", ["concurrent"] = "" };

    public string TimeZone { get; set; } = "";

    public string Plan { get; set; } = "";

    // The difference between limits that are all open and none cannot be seen in empty fields.
    private bool Open { get; init; }

    public static TermsFields Of(AccountTerms terms)
    {
        var fields = new TermsFields
        {
            TimeZone = terms.TimeZone ?? "",
            Plan = terms.Plan ?? "",
            Open = terms.RateLimits is { RequestsPerMinute: null, TokensPerMinute: null, Concurrent: null },
        };
        foreach (var cap in terms.SpendCap) fields.Caps[cap.Window] = cap.Amount ?? "";
        fields.Rates["requests_per_minute"] = Text(terms.RateLimits?.RequestsPerMinute);
        fields.Rates["tokens_per_minute"] = Text(terms.RateLimits?.TokensPerMinute);
        fields.Rates["concurrent"] = Text(terms.RateLimits?.Concurrent);
        return fields;
    }

    /// <returns>Null where a field means nothing; <see cref="Errors"/> says which.</returns>
    public AccountTerms? Read(AccountWords words)
    {
        Errors.Clear();
        _windows.Clear();
        _windows.AddRange(Windows.Where(window => Caps[window].Trim().Length > 0));
        var rates = new RateLimits
        {
            RequestsPerMinute = Number("requests_per_minute", words),
            TokensPerMinute = Number("tokens_per_minute", words),
            Concurrent = Number("concurrent", words),
        };
        var terms = new AccountTerms
        {
            SpendCap = [.. _windows.Select(window => new SpendCap { Amount = Caps[window].Trim(), Window = window })],
            RateLimits = Open || rates != new RateLimits() ? rates : null,
            TimeZone = TimeZone.Trim() is { Length: > 0 } zone ? zone : null,
            Plan = Plan.Trim() is { Length: > 0 } plan ? plan : null,
        };
        return Errors.None ? terms : null;
    }

    /// <summary>Puts what the service said to the fields that it is about.</summary>
    public void Mark(Refusal? refusal)
    {
        foreach (var (path, messages) in refusal?.Errors ?? Refusal.NoErrors)
        {
            foreach (var message in messages) Errors.Add(Place(path), message);
        }
    }

    private string Place(string path) =>
        path.Split('[', ']') is ["spend_cap", var index, ..] && int.TryParse(index, CultureInfo.InvariantCulture, out var at) && at < _windows.Count ? "spend_cap." + _windows[at] : path;

    private long? Number(string rate, AccountWords words)
    {
        var typed = Rates[rate].Trim();
        if (typed.Length == 0) return null;
        if (long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Errors.Add("rate_limits." + rate, words.NotNumber);
        return null;
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
