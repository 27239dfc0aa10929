using System.Buffers;
using System.Globalization;
using Gantry.Billing.Exports;
using Gantry.Contracts.Manage.Payments;

namespace Gantry.Management.Payments;

/// <summary>Payments as lines of CSV.</summary>
internal static class PaymentCsv
{
    private static readonly string[] Columns =
    [
        "order_id", "created_at", "account", "state", "amount", "currency", "credit_usd", "taken_usd", "mode", "provider", "session_id", "payment_id", "credited_at", "changed_at", "expires_at", "note",
    ];

    public static ReadOnlyMemory<byte> Head() => Lines([Columns]);

    public static ReadOnlyMemory<byte> Of(IEnumerable<PaymentRow> payments) => Lines(payments.Select(Fields));

    private static string[] Fields(PaymentRow row) =>
    [
        row.Id.ToString(), Time(row.CreatedAt), row.Account, row.State, row.Amount, row.Currency, row.Credit.Amount, row.Taken.Amount, row.Test ? "test" : "live", row.Provider,
        row.SessionId ?? "", row.PaymentId ?? "", row.CreditedAt is { } at ? Time(at) : "", Time(row.ChangedAt), Time(row.ExpiresAt), row.Note ?? "",
    ];

    private static ReadOnlyMemory<byte> Lines(IEnumerable<string[]> lines)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            for (var at = 0; at < line.Length; at++)
            {
                if (at > 0) output.Write(","u8);
                CsvText.Write(output, line[at]);
            }

            output.Write("\r\n"u8);
        }

        return output.WrittenMemory;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
