using System.Globalization;
using Gantry.Console.Addresses;
using Gantry.Contracts.Manage.Usages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Gantry.Console.Log;

/// <summary>What the log is narrowed to, as its address says it: whoever gets the link sees the same. Words that mean nothing are as if they were not there.</summary>
public sealed record LogFilter
{
    /// <summary>Most people look for what happened lately.</summary>
    public const LogSpan Usual = LogSpan.Week;

    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public LogSpan Span { get; init; } = Usual;

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public Guid? Key { get; init; }

    public string? Model { get; init; }

    public string? Group { get; init; }

    public string? Outcome { get; init; }

    public string? Status { get; init; }

    /// <summary>Of a request, of the upstream's answer or of an attempt.</summary>
    public string? Id { get; init; }

    /// <summary>What one did in this team; null for what one's own account paid.</summary>
    public Guid? Team { get; init; }

    /// <summary>Those of all accounts, for administrators.</summary>
    public bool Everybody { get; init; }

    /// <summary>Of everybody's those of one account.</summary>
    public Guid? Account { get; init; }

    /// <summary>Whether anything but time and whose they are narrows the list.</summary>
    public bool Narrows => Key is not null || Model is not null || Group is not null || Outcome is not null || Status is not null || Id is not null || Account is not null;

    public static LogFilter Parse(string query)
    {
        var asked = QueryHelpers.ParseQuery(query);
        var (from, to) = (Time(asked, "from"), Time(asked, "to"));
        return new LogFilter
        {
            Span = from is not null || to is not null ? LogSpan.Custom : Text(asked, "time") switch
            {
                "hour" => LogSpan.Hour,
                "today" => LogSpan.Today,
                "month" => LogSpan.Month,
                "all" => LogSpan.All,
                _ => Usual,
            },
            From = from,
            To = to,
            Key = Guid(asked, "key"),
            Model = Text(asked, "model"),
            Group = Text(asked, "group"),
            Outcome = Text(asked, "outcome"),
            Status = Text(asked, "status"),
            Id = Text(asked, "id"),
            Team = Guid(asked, "team"),
            Everybody = Text(asked, "who") == "all",
            Account = Guid(asked, "account"),
        };
    }

    /// <summary>The address of the log that is narrowed so.</summary>
    /// <param name="request">The request that is open; null for none.</param>
    public string Address(string? request = null) => Write(ConsolePaths.Log, ("request", request));

    /// <summary>The address of the same as a file. Relative times are said in full: another clock reads it.</summary>
    /// <param name="format"><c>csv</c> or <c>jsonl</c>.</param>
    /// <param name="query">As the list is shown.</param>
    public string ExportAddress(string format, RecordQuery query) =>
        (this with { Span = LogSpan.All, From = query.From, To = query.To }).Write(ConsolePaths.LogExport, ("format", format));

    /// <summary>What is asked of the service.</summary>
    /// <param name="now">When.</param>
    /// <param name="zone">The reader's.</param>
    public RecordQuery Query(DateTimeOffset now, TimeZoneInfo zone) => new()
    {
        AccountId = Everybody ? Account : null,
        TeamId = Everybody ? null : Team,
        KeyId = Key,
        Model = Model,
        Group = Group,
        Outcome = Outcome,
        Status = Status,
        RequestId = Id,
        From = Span switch
        {
            // Who looks for a request by its id does not know when it was.
            _ when Id is not null && Span == Usual => null,
            LogSpan.Hour => now.AddHours(-1),
            LogSpan.Today => Midnight(now, zone),
            LogSpan.Week => now.AddDays(-7),
            LogSpan.Month => now.AddDays(-30),
            _ => From,
        },
        To = To,
    };

    private static DateTimeOffset Midnight(DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = TimeZoneInfo.ConvertTime(now, zone).Date;
        return new DateTimeOffset(day, zone.GetUtcOffset(day)).ToUniversalTime();
    }

    private string Write(string path, (string Name, string? Value) last)
    {
        (string Name, string? Value)[] all =
        [
            ("time", Span switch
            {
                LogSpan.Hour => "hour",
                LogSpan.Today => "today",
                LogSpan.Month => "month",
                LogSpan.All when From is null && To is null => "all",
                _ => null,
            }),
            ("from", From?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)),
            ("to", To?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)),
            ("key", Key?.ToString()),
            ("model", Model),
            ("group", Group),
            ("outcome", Outcome),
            ("status", Status),
            ("id", Id),
            ("who", Everybody ? "all" : null),
            ("account", Everybody ? Account?.ToString() : null),
            ("team", Everybody ? null : Team?.ToString()),
            last,
        ];
        return QueryHelpers.AddQueryString(path, all.Where(one => one.Value is not null).Select(one => new KeyValuePair<string, string?>(one.Name, one.Value)));
    }

    private static string? Text(Dictionary<string, StringValues> asked, string name) =>
        asked.TryGetValue(name, out var values) && values[0]?.Trim() is { Length: > 0 and <= 512 } text ? text : null;

    private static Guid? Guid(Dictionary<string, StringValues> asked, string name) => System.Guid.TryParse(Text(asked, name), out var id) ? id : null;

    private static DateTimeOffset? Time(Dictionary<string, StringValues> asked, string name) =>
        DateTimeOffset.TryParse(Text(asked, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
