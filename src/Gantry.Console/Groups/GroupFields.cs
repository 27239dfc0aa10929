using System.Globalization;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Groups;

namespace Gantry.Console.Groups;

/// <summary>A group as it is typed.</summary>
internal sealed class GroupFields : TypedFields
{
    private static readonly string[] Windows = ["day", "week", "month", "total"];

    private readonly List<string> _windows = [];
    private readonly Dictionary<string, GroupPriceTerms> _shownPrices = new(StringComparer.Ordinal);

    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public string Multiplier { get; set; } = "1.0";
    public string Status { get; set; } = "active";
    public string Replacement { get; set; } = "";
    public string Note { get; set; } = "";
    public string Balance { get; set; } = "weight";
    public string CancelPolicy { get; set; } = "delivered";
    public string Hold { get; set; } = "";
    public IReadOnlyList<string> Operations { get; set; } = [];
    public IReadOnlyList<string> Protocols { get; set; } = [];
    public string Prices { get; set; } = "";
    public string Virtual { get; set; } = "";

    /// <summary>USD by window.</summary>
    public Dictionary<string, string> Caps { get; } = Windows.ToDictionary(window => window, _ => "", StringComparer.Ordinal);

    /// <summary>What may be asked for, by the name of the limit.</summary>
    public Dictionary<string, string> Rates { get; } = new(StringComparer.Ordinal) { ["requests_per_minute"] = "", ["tokens_per_minute"] = "", ["concurrent"] = "" };

    public static GroupFields Of(GroupView view)
    {
        var fields = new GroupFields
        {
            Name = view.Name,
            Description = view.Description,
            Multiplier = view.Multiplier,
            Status = view.Status,
            Replacement = view.Replacement ?? "",
            Note = view.Note,
            Balance = view.Balance,
            CancelPolicy = view.CancelPolicy,
            Hold = Text(view.HoldOutputTokens),
            Operations = view.Operations,
            Protocols = view.Protocols,
            Virtual = string.Join('\n', (view.VirtualModels ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)).Select(one => $"{one.Key} = {string.Join(", ", one.Value)}")),
        };
        foreach (var cap in view.SpendCap) fields.Caps[cap.Window] = cap.Amount ?? "";
        fields.Rates["requests_per_minute"] = Text(view.RateLimits?.RequestsPerMinute);
        fields.Rates["tokens_per_minute"] = Text(view.RateLimits?.TokensPerMinute);
        fields.Rates["concurrent"] = Text(view.RateLimits?.Concurrent);
        foreach (var price in view.Prices) fields._shownPrices[Line(price)] = price;
        fields.Prices = string.Join('\n', fields._shownPrices.Keys);
        return fields;
    }

    /// <summary>What is typed in the place of what is there; what has no field stays.</summary>
    /// <returns>Null where a field means nothing; <see cref="TypedFields.Errors"/> says which.</returns>
    public Func<T, T>? Read<T>(GroupWords words, string notANumber)
        where T : GroupTerms
    {
        Forget();
        _windows.Clear();
        _windows.AddRange(Windows.Where(window => Caps[window].Trim().Length > 0));
        var hold = Number(Hold, "hold_output_tokens", notANumber);
        var rates = new RateLimits
        {
            RequestsPerMinute = Rate("requests_per_minute", notANumber),
            TokensPerMinute = Rate("tokens_per_minute", notANumber),
            Concurrent = Rate("concurrent", notANumber),
        };
        var prices = ReadPrices(words);
        var names = ReadVirtual(words);
        return !IsRight ? null : terms => terms with
        {
            Description = Description.Trim(),
            Multiplier = Multiplier.Trim(),
            Status = Status,
            Replacement = Filled(Replacement),
            Note = Note.Trim(),
            Balance = Balance,
            CancelPolicy = CancelPolicy,
            HoldOutputTokens = hold,
            Operations = Operations,
            Protocols = Protocols,
            SpendCap = [.. _windows.Select(window => new SpendCap { Amount = Caps[window].Trim(), Window = window })],
            RateLimits = rates == new RateLimits() ? null : rates,
            Prices = prices,
            VirtualModels = names.Count == 0 ? null : names,
        };
    }

    protected override string? Place(string path) => path.Split('[', '.')[0] switch
    {
        "spend_cap" => path.Split('[', ']') is [_, var index, ..] && int.TryParse(index, CultureInfo.InvariantCulture, out var at) && at < _windows.Count ? "spend_cap." + _windows[at] : null,
        "rate_limits" => path.Split('.') is [_, var rate] && Rates.ContainsKey(rate) ? path : "rate_limits.requests_per_minute",
        "name" or "description" or "multiplier" or "status" or "replacement" or "note" or "hold_output_tokens" or "operations" or "protocols" or "prices" or "virtual_models" => path.Split('[', '.')[0],
        _ => null,
    };

    private long? Rate(string name, string notANumber) => Number(Rates[name], "rate_limits." + name, notANumber);

    private List<GroupPriceTerms> ReadPrices(GroupWords words)
    {
        var prices = new List<GroupPriceTerms>();
        foreach (var line in Prices.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // What was not touched keeps the prices that a line cannot say.
            if (_shownPrices.TryGetValue(line, out var kept)) prices.Add(kept);
            else if (line.LastIndexOf('=') is > 0 and var at && Price(line[..at].Trim(), line[(at + 1)..].Trim()) is { } price) prices.Add(price);
            else
            {
                Wrong("prices", words.BadPrice);
                break;
            }
        }

        return prices;
    }

    private static GroupPriceTerms? Price(string model, string said) => said.Split('/', StringSplitOptions.TrimEntries) switch
    {
        [var word] when word.Equals("free", StringComparison.OrdinalIgnoreCase) => new GroupPriceTerms { Model = model, Price = new PriceTerms { Free = true } },
        [{ Length: > 0 } factor] when IsNumber(factor) => new GroupPriceTerms { Model = model, Multiplier = factor },
        [{ Length: > 0 } input, { Length: > 0 } output] when IsNumber(input) && IsNumber(output) => new GroupPriceTerms { Model = model, Price = new PriceTerms { Input = input, Output = output } },
        _ => null,
    };

    private static string Line(GroupPriceTerms price) => price switch
    {
        { Multiplier: { } factor } => $"{price.Model} = {factor}",
        { Price.Free: true } => $"{price.Model} = free",
        _ => $"{price.Model} = {price.Price?.Input ?? "-"} / {price.Price?.Output ?? "-"}",
    };

    private static bool IsNumber(string text) => text.Length <= 20 && text.All(letter => char.IsAsciiDigit(letter) || letter == '.') && text.Any(char.IsAsciiDigit);

    private Dictionary<string, IReadOnlyList<string>> ReadVirtual(GroupWords words)
    {
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var line in Virtual.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } models] && names.TryAdd(name, Split(models))) continue;
            Wrong("virtual_models", words.BadVirtual);
            break;
        }

        return names;
    }
}
