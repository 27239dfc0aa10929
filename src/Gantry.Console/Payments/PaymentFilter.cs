using System.Globalization;
using Gantry.Console.Addresses;
using Gantry.Contracts.Manage.Payments;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Gantry.Console.Payments;

/// <summary>What the list of payments is narrowed to, as its address says it. Words that mean nothing are as if they were not there.</summary>
internal sealed record PaymentFilter
{
    /// <summary>In the place of a state: something was taken back.</summary>
    public const string TakenBack = "taken";

    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>A state of payments, or <see cref="TakenBack"/>; null for all.</summary>
    public string? State { get; init; }

    /// <summary>The beginning of an address or of an id.</summary>
    public string? Search { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public static PaymentFilter Parse(string query)
    {
        var asked = QueryHelpers.ParseQuery(query);
        return new PaymentFilter { State = Text(asked, "state"), Search = Text(asked, "search"), From = Time(asked, "from"), To = Time(asked, "to") };
    }

    /// <summary>Where the list that is narrowed so can be seen.</summary>
    public string Address() => Write(ConsolePaths.Payments);

    /// <summary>Where it is to be had as a file.</summary>
    public string ExportAddress() => Write(ConsolePaths.PaymentExport);

    /// <summary>What is asked of the service.</summary>
    /// <param name="after">Where the part before ended; null for the first.</param>
    public PaymentQuery Query(string? after) => new()
    {
        State = State == TakenBack ? null : State,
        Taken = State == TakenBack ? true : null,
        Search = Search,
        From = From,
        To = To,
        After = after,
    };

    private string Write(string path)
    {
        (string Name, string? Value)[] all =
        [
            ("state", State), ("search", Search), ("from", From?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)), ("to", To?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)),
        ];
        return QueryHelpers.AddQueryString(path, all.Where(one => one.Value is not null).Select(one => new KeyValuePair<string, string?>(one.Name, one.Value)));
    }

    private static string? Text(Dictionary<string, StringValues> asked, string name) =>
        asked.TryGetValue(name, out var values) && values[0]?.Trim() is { Length: > 0 and <= 128 } text ? text : null;

    private static DateTimeOffset? Time(Dictionary<string, StringValues> asked, string name) =>
        DateTimeOffset.TryParse(Text(asked, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
