using System.Globalization;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;

namespace Gantry.Console.Keys;

/// <summary>A key as it is typed: text in every field, and what is wrong with which.</summary>
internal sealed class KeyFields
{
    private static readonly string[] Windows = ["day", "week", "month", "total"];

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);
    private readonly List<string> _windows = [];

    public string Name { get; set; } = "";
    public IReadOnlyList<string> Groups { get; set; } = [KeyOffer.Auto];
    public bool Fallback { get; set; }
    public IReadOnlyList<string> Models { get; set; } = [];
    public IReadOnlyList<string> Operations { get; set; } = [];
    public string Networks { get; set; } = "";
    public string Expires { get; set; } = "";

    /// <summary>USD by window.</summary>
    public Dictionary<string, string> Caps { get; } = Windows.ToDictionary(window => window, _ => "", StringComparer.Ordinal);

    public IReadOnlyList<string> AutoOrder { get; set; } = [];
    public string AutoFactor { get; set; } = "";
    public bool AutoSticky { get; set; } = true;
    public string ModelsMap { get; set; } = "";

    /// <summary>Models by the name of the route.</summary>
    public Dictionary<string, string> Routes { get; } = new(StringComparer.Ordinal)
    {
        ["default"] = "", ["background"] = "", ["think"] = "", ["long_context"] = "", ["image"] = "", ["web_search"] = "", ["subagent"] = "",
    };

    public string LongAbove { get; set; } = "";

    /// <summary>What may be asked for, by the name of the limit.</summary>
    public Dictionary<string, string> Rates { get; } = new(StringComparer.Ordinal) { ["requests_per_minute"] = "", ["tokens_per_minute"] = "", ["concurrent"] = "" };

    public string CaptureDays { get; set; } = "";

    /// <summary>Only when the key is made.</summary>
    public string Team { get; set; } = "";

    // The difference between the gateway's limits and none cannot be seen in empty fields.
    private bool Unlimited { get; init; }

    public static KeyFields Of(KeyTerms terms, TimeZoneInfo zone)
    {
        var fields = new KeyFields
        {
            Name = terms.Name,
            Groups = terms.Groups,
            Fallback = terms.Fallback,
            Models = terms.Models,
            Operations = terms.Operations,
            Networks = Join(terms.Networks),
            Expires = LocalTime.Write(terms.ExpiresAt, zone),
            AutoOrder = terms.Auto?.Order ?? [],
            AutoFactor = terms.Auto?.MaxPriceFactor ?? "",
            AutoSticky = terms.Auto?.Sticky ?? true,
            ModelsMap = string.Join('\n', (terms.ModelsMap ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(pair => $"{pair.Key} = {pair.Value}")),
            LongAbove = Text(terms.Routes?.LongContext?.Above),
            CaptureDays = Text(terms.Capture?.Days),
            Unlimited = terms.RateLimits is { RequestsPerMinute: null, TokensPerMinute: null, Concurrent: null },
        };
        fields.Rates["requests_per_minute"] = Text(terms.RateLimits?.RequestsPerMinute);
        fields.Rates["tokens_per_minute"] = Text(terms.RateLimits?.TokensPerMinute);
        fields.Rates["concurrent"] = Text(terms.RateLimits?.Concurrent);
        foreach (var cap in terms.SpendCap) fields.Caps[cap.Window] = cap.Amount ?? "";
        fields.Routes["default"] = terms.Routes?.Default ?? "";
        fields.Routes["background"] = terms.Routes?.Background ?? "";
        fields.Routes["think"] = terms.Routes?.Think ?? "";
        fields.Routes["long_context"] = terms.Routes?.LongContext?.Model ?? "";
        fields.Routes["image"] = terms.Routes?.Image ?? "";
        fields.Routes["web_search"] = terms.Routes?.WebSearch ?? "";
        fields.Routes["subagent"] = terms.Routes?.Subagent ?? "";
        return fields;
    }

    /// <summary>What is wrong with a field, by its name in the API.</summary>
    public IReadOnlyList<string> Errors(string field) => _errors.GetValueOrDefault(field) ?? [];

    /// <returns>Null where a field means nothing; <see cref="Errors"/> says which.</returns>
    public MyKeyDraft? Read(TimeZoneInfo zone, KeyWords words)
    {
        _errors.Clear();
        _windows.Clear();
        _windows.AddRange(Windows.Where(window => Caps[window].Trim().Length > 0));
        var terms = new MyKeyDraft
        {
            Name = Name.Trim(),
            Groups = Groups,
            Fallback = Fallback,
            Models = Models,
            Operations = Operations,
            Networks = Split(Networks),
            ExpiresAt = LocalTime.Read(Expires, zone),
            SpendCap = [.. _windows.Select(window => new SpendCap { Amount = Caps[window].Trim(), Window = window })],
            Auto = Auto(),
            ModelsMap = Map(words),
            Routes = ReadRoutes(words),
            RateLimits = ReadRates(words),
            Capture = Number(CaptureDays, "capture", words) is { } days ? new CaptureTerms { Days = (int)Math.Min(days, int.MaxValue) } : null,
            Team = Team.Trim() is { Length: > 0 } team ? team : null,
        };
        return _errors.Count == 0 ? terms : null;
    }

    /// <summary>Puts what the service said to the fields that it is about.</summary>
    /// <returns>Whether all of it has a place.</returns>
    public bool Mark(Refusal refusal)
    {
        var placed = refusal.Errors.Count > 0;
        foreach (var (path, messages) in refusal.Errors)
        {
            if (Place(path) is { } field) foreach (var message in messages) Wrong(field, message);
            else placed = false;
        }

        return placed;
    }

    private string? Place(string path)
    {
        var name = path.Split('[', '.')[0];
        return name switch
        {
            "spend_cap" => Window(path),
            "auto" => path.StartsWith("auto.max_price_factor", StringComparison.Ordinal) ? "auto.max_price_factor" : "auto.order",
            "routes" => path.Split('.', '[') is [_, var route, ..] && Routes.ContainsKey(route) ? (path.EndsWith(".above", StringComparison.Ordinal) ? "routes.above" : "routes." + route) : null,
            "rate_limits" => path.Split('.') is [_, var rate] && Rates.ContainsKey(rate) ? path : "rate_limits.requests_per_minute",
            "name" or "team" or "capture" or "groups" or "fallback" or "models" or "operations" or "networks" or "expires_at" or "models_map" => name,
            _ => null,
        };
    }

    private string? Window(string path) =>
        path.Split('[', ']') is [_, var index, ..] && int.TryParse(index, CultureInfo.InvariantCulture, out var at) && at < _windows.Count ? "spend_cap." + _windows[at] : null;

    private AutoRouting? Auto()
    {
        var factor = AutoFactor.Trim();
        return Groups.Contains(KeyOffer.Auto) && (AutoOrder.Count > 0 || factor.Length > 0 || !AutoSticky)
            ? new AutoRouting { Order = AutoOrder, MaxPriceFactor = factor.Length == 0 ? null : factor, Sticky = AutoSticky }
            : null;
    }

    private Dictionary<string, string>? Map(KeyWords words)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in ModelsMap.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } asked, { Length: > 0 } served] || !map.TryAdd(asked, served))
            {
                Wrong("models_map", words.BadLine);
                break;
            }
        }

        return map.Count == 0 ? null : map;
    }

    private KeyRoutes? ReadRoutes(KeyWords words)
    {
        var above = Number(LongAbove, "routes.above", words);
        var longModel = Route("long_context");
        return Routes.Values.All(model => model.Trim().Length == 0) ? null : new KeyRoutes
        {
            Default = Route("default"),
            Background = Route("background"),
            Think = Route("think"),
            LongContext = longModel is null ? null : new LongContextRoute { Model = longModel, Above = above },
            Image = Route("image"),
            WebSearch = Route("web_search"),
            Subagent = Route("subagent"),
        };
    }

    private RateLimits? ReadRates(KeyWords words)
    {
        var limits = new RateLimits
        {
            RequestsPerMinute = Rate("requests_per_minute", words),
            TokensPerMinute = Rate("tokens_per_minute", words),
            Concurrent = Rate("concurrent", words),
        };
        return limits == new RateLimits() && !Unlimited ? null : limits;
    }

    private long? Rate(string name, KeyWords words) => Number(Rates[name], "rate_limits." + name, words);

    private long? Number(string text, string field, KeyWords words)
    {
        if (text.Trim().Length == 0) return null;
        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(field, words.NotANumber);
        return null;
    }

    private string? Route(string name) => Routes[name].Trim() is { Length: > 0 } model ? model : null;

    private void Wrong(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var known)) _errors[field] = known = [];
        known.Add(message);
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Join(IEnumerable<string> values) => string.Join(", ", values);

    private static string[] Split(string text) => text.Split([',', '，', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
