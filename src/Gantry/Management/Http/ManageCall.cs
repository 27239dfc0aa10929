using System.Globalization;
using Gantry.Accounts;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>One request to the management API, admitted.</summary>
internal sealed class ManageCall(HttpContext http, ManageEndpoint endpoint, Caller caller, ManageBody body)
{
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public Caller Caller { get; } = caller;

    /// <summary>Where the gateway was reached.</summary>
    public Uri Origin => new($"{http.Request.Scheme}://{http.Request.Host}");

    /// <summary>Nobody waits for the answer any longer.</summary>
    public CancellationToken Stop { get; set; } = http.RequestAborted;

    /// <summary>What the client names this request by, so that it is done once (<see cref="RepeatedRequests.Header"/>); null where it does not.</summary>
    public string? RepeatKey => http.Request.Headers[RepeatedRequests.Header] is [{ Length: > 0 } key] ? key : null;

    /// <summary>The version that an edit is bound to (<c>If-Match</c>); null for any.</summary>
    public string? Tag
    {
        get
        {
            var header = http.Request.Headers.IfMatch.ToString().Trim();
            return header is "" or "*" ? null : header.Trim('"');
        }
    }

    public T Service<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>A part of the path. Servers leave an escaped slash as it is: here it is one again.</summary>
    public string Text(string name) => ((string)http.GetRouteValue(name)!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>A part of the path that is an id; what is none cannot be there.</summary>
    public Guid Id(string name = "id") => Guid.TryParse(Text(name), out var id) ? id : throw RefusedException.Missing("id");

    /// <summary>A filter; null where it is not given.</summary>
    public string? Query(string name)
    {
        var values = http.Request.Query[name];
        return values.Count > 1 ? throw RefusedException.Field(name, "is given twice") : values is [{ Length: > 0 } one] ? one : null;
    }

    public bool? Flag(string name) => Query(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw RefusedException.Field(name, "must be true or false"),
    };

    public Guid? IdQuery(string name) =>
        Query(name) is not { } text ? null : Guid.TryParse(text, out var id) ? id : throw RefusedException.Field(name, "must be a UUID");

    /// <summary>A moment, such as <c>2026-01-31T13:00:00Z</c>; a date is its first moment in UTC.</summary>
    public DateTimeOffset? TimeQuery(string name) => Query(name) is not { } text ? null
        : DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw RefusedException.Field(name, "must be a date or a time: 2026-01-31 or 2026-01-31T13:00:00Z");

    /// <summary>The part of a list that is asked for, to be completed with the filters of the list.</summary>
    public PageQuery Page() => FillPage(new PageQuery());

    /// <inheritdoc cref="Page"/>
    public T FillPage<T>(T query)
        where T : PageQuery
    {
        var limit = PageQuery.Usual;
        if (Query("limit") is { } text && !(int.TryParse(text, out limit) && limit is >= 1 and <= PageQuery.Most))
            throw RefusedException.Field("limit", $"must be a whole number from 1 to {PageQuery.Most}");
        var search = Query("search");
        if (search?.Length > PageQuery.LongestSearch) throw RefusedException.Field("search", $"is longer than {PageQuery.LongestSearch} characters");
        return query with { Limit = limit, After = Query("after"), Search = search };
    }

    /// <summary>The body, strictly: what it names and nobody knows is refused.</summary>
    public Task<T> BodyAsync<T>() => Task.FromResult(body.Read<T>());

    public Task<MergePatch<T>> PatchAsync<T>() => Task.FromResult(body.ReadPatch<T>());

    /// <summary>The address of something below the path of this request.</summary>
    public string Below(string name) => $"{http.Request.PathBase}{http.Request.Path}/{Uri.EscapeDataString(name)}";

    /// <summary>Refuses what the endpoint would pass over in silence: names of its query that it does not know, a version that it does not look at.</summary>
    public void CheckAsked()
    {
        if (endpoint.Route.IsUnsafe && !endpoint.TakesTag && Tag is not null) throw RefusedException.Field("If-Match", "is not taken here: this has no version");
        foreach (var name in http.Request.Query.Keys.Where(name => endpoint.Filters.All(f => f.Name != name)))
            throw RefusedException.Field(name, "is not known here" + Catalog.Nearest.Hint(name, endpoint.Filters.Select(f => f.Name)));
        foreach (var (name, values) in http.Request.Query)
            if (values.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true)) throw RefusedException.Field(name, "must not hold the character U+0000");
    }
}
