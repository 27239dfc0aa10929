using Dapper;
using Gantry.Billing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>
/// Statements that read usage records along the one index that has their order and all that they are narrowed by: what does not match costs an entry of the
/// index, never a row. The index is named, since an engine without statistics guesses.
/// </summary>
internal static class UsageFilterSql
{
    // Each part by an index of its own: who may see them is asked of the few that are found.
    private const string ById =
        """
        SELECT request_id FROM usage_records WHERE request_id = @request
        UNION ALL SELECT request_id FROM usage_records WHERE upstream_response_id = @request
        UNION ALL SELECT request_id FROM attempt_costs WHERE attempt_id = @request
        """;

    /// <param name="dialect">Of the engine that reads.</param>
    /// <param name="columns">What is selected.</param>
    /// <param name="filter">Of which; its parameters are <see cref="Parameters"/>, and <c>limit</c>.</param>
    /// <param name="place">A condition on the place in the order, or null.</param>
    /// <param name="newestFirst">The order: by start, then by id.</param>
    public static string Select(Dialect dialect, string columns, UsageFilter filter, string? place, bool newestFirst)
    {
        // Of the few that an id finds the order is made: nobody walks along an index of millions until one of them comes.
        var start = filter.RequestId is null ? "started_at" : "started_at + 0";
        var order = newestFirst ? $"ORDER BY {start} DESC, request_id DESC" : $"ORDER BY {start}, request_id";
        var where = Where(dialect, filter, place);
        if (filter is { Owner.MemberId: not null, Key: null, RequestId: null })
        {
            // A page of each of the person's keys, then the best of them: the keys are few, their records may be a million.
            return $"SELECT {columns} FROM {dialect.PageOfEachKey("k.member_id = @member AND k.account_id = @owner", $"{where} {order} LIMIT @limit")} {order} LIMIT @limit";
        }

        return $"SELECT {columns} FROM usage_records{Index(dialect, filter)}{(where.Length == 0 ? "" : " WHERE " + where)} {order} LIMIT @limit";
    }

    public static DynamicParameters Parameters(UsageFilter filter)
    {
        var given = new DynamicParameters();
        given.Add("owner", filter.Owner?.AccountId.ToString());
        given.Add("member", filter.Owner?.MemberId?.ToString());
        given.Add("key", filter.Key?.ToString());
        given.Add("model", filter.Model);
        given.Add("group", filter.Group);
        given.Add("outcome", filter.Outcome is { } outcome ? EnumWords.Of(outcome) : null);
        given.Add("lowest", (long?)filter.Status?.First);
        given.Add("highest", (long?)filter.Status?.Last);
        given.Add("request", filter.RequestId);
        given.Add("from", UnixMicros.Of(filter.From));
        given.Add("to", UnixMicros.Of(filter.To));
        return given;
    }

    private static string Index(Dialect dialect, UsageFilter filter) => filter switch
    {
        { RequestId: not null } => "",
        { Key: not null } => dialect.IndexedBy("usage_records_key"),
        { Owner: not null } => dialect.IndexedBy("usage_records_account"),
        _ => dialect.IndexedBy("usage_records_started_at"),
    };

    private static string Where(Dialect dialect, UsageFilter filter, string? place)
    {
        string?[] conditions =
        [
            filter.RequestId is null ? null : $"request_id {dialect.Among(ById)}",
            filter.Owner is not { } owner ? null
                // The keys of a person are looked through one by one.
                : owner.MemberId is not null && filter is { Key: null, RequestId: null } ? UsageOwnerSql.Of(owner.AccountId)
                // Else the account's index would be taken for one request.
                : filter.RequestId is not null ? dialect.NoIndex + UsageOwnerSql.Of(owner) : UsageOwnerSql.Of(owner),
            filter.Key is null ? null : "key_id = @key",
            filter.Model is null ? null : "model = @model",
            filter.Group is null ? null : "group_name = @group",
            filter.Outcome is null ? null : "outcome = @outcome",
            filter.Status is null ? null : "status BETWEEN @lowest AND @highest",
            filter.From is null ? null : "started_at >= @from",
            filter.To is null ? null : "started_at < @to",
            place,
        ];
        return string.Join(" AND ", conditions.OfType<string>());
    }
}
