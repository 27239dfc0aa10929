using System.Data.Common;
using Dapper;

namespace Gantry.Storage;

/// <summary>Notes a refund where the charge stands: in the usage record and in the hourly and daily sums, so that all totals move together (reliability L-15).</summary>
internal static class RefundRoll
{
    /// <returns>False where the wallet did not pay that much for this request, refunds so far taken off; nothing is changed then.</returns>
    public static async Task<bool> AddAsync(DbConnection connection, string walletId, string requestId, long nanos)
    {
        var noted = await connection.ExecuteAsync(
            """
            UPDATE usage_records SET refunded_nanos = refunded_nanos + @nanos
            WHERE request_id = @requestId AND wallet_id = @walletId AND charged_nanos - refunded_nanos >= @nanos
            """,
            new { nanos, requestId, walletId });
        if (noted != 1) return false;
        await connection.ExecuteAsync(
            $"""
            UPDATE usage_hourly SET refunded_nanos = refunded_nanos + @nanos
            WHERE (hour, key_id, account_id, group_name, model, upstream, outcome) =
                (SELECT {UsageRoll.KeyOfRecord} FROM usage_records WHERE request_id = @requestId)
            """,
            new { nanos, requestId });
        await connection.ExecuteAsync(
            $"""
            UPDATE traffic_daily SET refunded_nanos = refunded_nanos + @nanos
            WHERE (day, model, account_id) = (SELECT {TrafficRoll.DayOfRecord} FROM usage_records WHERE request_id = @requestId)
            """,
            new { nanos, requestId });
        return true;
    }
}
