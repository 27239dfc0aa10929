using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>What the options table says of prices and groups. It holds what somebody has saved; all else is built into the program.</summary>
internal sealed class HubOptions
{
    private const decimal UsualQuotaPerUnit = 500_000;

    // For looks, or for its console alone.
    private static readonly FrozenSet<string> Looks = new[]
    {
        "SystemName", "Logo", "Footer", "Notice", "About", "HomePageContent", "TopUpLink", "ChatLink", "ChatLink2", "Chats", "theme.frontend", "Theme", "DisplayInCurrencyEnabled",
        "DisplayTokenStatEnabled", "DataExportEnabled", "DataExportInterval", "DataExportDefaultTime", "DefaultCollapseSidebar", "DrawingEnabled", "TaskEnabled", "LogConsumeEnabled",
        "ServerAddress", "DemoSiteEnabled", "ExposeRatioEnabled", "USDExchangeRate", "ApproximateTokenEnabled",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, ForeignRow> _rows;
    private readonly HubReader _reader;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public HubOptions(IReadOnlyList<ForeignRow> rows, HubReader reader)
    {
        _reader = reader;
        _rows = rows.GroupBy(r => r.Text("key")).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        QuotaPerUnit = Quota();
        ModelRatio = Numbers("ModelRatio");
        ModelPrice = Numbers("ModelPrice");
        CompletionRatio = Numbers("CompletionRatio");
        CacheRatio = Numbers("CacheRatio");
        CreateCacheRatio = Numbers("CreateCacheRatio");
        ImageRatio = Numbers("ImageRatio");
        AudioRatio = Numbers("AudioRatio");
        AudioCompletionRatio = Numbers("AudioCompletionRatio");
        GroupRatio = Numbers("GroupRatio");
        GroupGroupRatio = Nested("GroupGroupRatio");
        UsableGroups = Row("UserUsableGroups") is { } usable ? [.. reader.Members(usable, "value").Keys] : null;
        AutoGroups = Row("AutoGroups") is { } auto ? Texts(auto) : ["default"];
        SelfUse = Row("SelfUseModeEnabled")?.Text("value") == "true";
        Expressions = Row("billing_setting.billing_expr") is { } expressions ? [.. reader.Members(expressions, "value").Keys] : [];
    }

    /// <summary>Units of quota in a dollar.</summary>
    public decimal QuotaPerUnit { get; }

    /// <summary>Null where nobody has saved it: then the program's own table counts.</summary>
    public IReadOnlyDictionary<string, decimal>? ModelRatio { get; }

    /// <summary>USD for a call.</summary>
    public IReadOnlyDictionary<string, decimal>? ModelPrice { get; }

    public IReadOnlyDictionary<string, decimal>? CompletionRatio { get; }

    public IReadOnlyDictionary<string, decimal>? CacheRatio { get; }

    public IReadOnlyDictionary<string, decimal>? CreateCacheRatio { get; }

    public IReadOnlyDictionary<string, decimal>? ImageRatio { get; }

    public IReadOnlyDictionary<string, decimal>? AudioRatio { get; }

    public IReadOnlyDictionary<string, decimal>? AudioCompletionRatio { get; }

    public IReadOnlyDictionary<string, decimal>? GroupRatio { get; }

    /// <summary>The user's group, then the group that is used: the factor in place of the latter's own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>> GroupGroupRatio { get; }

    /// <summary>Groups that any user may choose; null where nobody has saved them.</summary>
    public HashSet<string>? UsableGroups { get; }

    /// <summary>What <c>auto</c> stands for, in order.</summary>
    public IReadOnlyList<string> AutoGroups { get; }

    /// <summary>Models without a price are served, at ratio 37.5.</summary>
    public bool SelfUse { get; }

    /// <summary>Models that are billed by an expression.</summary>
    public HashSet<string> Expressions { get; }

    /// <summary>A line for every option that was not read.</summary>
    public void Report(Move move)
    {
        foreach (var name in _read.Where(_rows.ContainsKey).Order(StringComparer.Ordinal)) move.Carried("option", name, "read for prices, groups and balances");
        foreach (var name in _rows.Keys.Where(n => !_read.Contains(n)).Order(StringComparer.Ordinal))
        {
            if (Looks.Contains(name)) move.LeftOut("option", name, "changes nothing about requests, models or prices");
            else move.Lost("option", name, "Gantry does not take it from here: see whether its own settings have something alike");
        }
    }

    private ForeignRow? Row(string name)
    {
        _read.Add(name);
        return _rows.GetValueOrDefault(name);
    }

    private decimal Quota()
    {
        if (Row("QuotaPerUnit") is not { } row) return UsualQuotaPerUnit;
        if (decimal.TryParse(row.Text("value"), NumberStyles.Float, CultureInfo.InvariantCulture, out var quota) && quota is > 0 and < 1_000_000_000_000) return quota;
        _reader.Error(row, "value must be a number above zero");
        return UsualQuotaPerUnit;
    }

    private Dictionary<string, decimal>? Numbers(string name) => Row(name) is { } row ? Numbers(row, _reader.Members(row, "value")) : null;

    private Dictionary<string, decimal> Numbers(ForeignRow row, IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            if (_reader.Number(row, "value", name, value) is { } number) numbers[name] = number;
        }

        return numbers;
    }

    private Dictionary<string, IReadOnlyDictionary<string, decimal>> Nested(string name)
    {
        var nested = new Dictionary<string, IReadOnlyDictionary<string, decimal>>(StringComparer.Ordinal);
        if (Row(name) is not { } row) return nested;
        foreach (var (group, value) in _reader.Members(row, "value"))
        {
            if (value.ValueKind == JsonValueKind.Object) nested[group] = Numbers(row, value.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value)));
            else _reader.Error(row, $"value: '{group}' must be an object of numbers");
        }

        return nested;
    }

    private List<string> Texts(ForeignRow row)
    {
        try
        {
            using var document = JsonDocument.Parse(row.Text("value"));
            if (document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
                return [.. document.RootElement.EnumerateArray().Select(e => e.GetString()!)];
        }
        catch (JsonException)
        {
            // Told below, like a list of something else.
        }

        _reader.Error(row, "value must hold a JSON list of texts");
        return [];
    }
}
