using System.Globalization;
using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Management.Http;
using Gantry.Storage;

namespace Gantry.Management.Payments;

/// <summary>Orders in the words of the API.</summary>
internal static class PaymentTexts
{
    /// <summary>An order that nobody paid in time has expired, whether that was noted or not.</summary>
    public static string State(PaymentOrder order, DateTimeOffset now) =>
        EnumWords.Of(order.State == OrderState.Created && order.ExpiresAt <= now ? OrderState.Expired : order.State);

    /// <summary>Where a part of a list ended.</summary>
    public static string Cursor(PaymentOrder last) => ManageCursor.Write(UnixMicros.Of(last.CreatedAt).ToString(CultureInfo.InvariantCulture), last.Id.ToString());

    /// <exception cref="RefusedException">Not what <see cref="Cursor"/> made.</exception>
    public static (DateTimeOffset At, Guid Id)? Place(string? cursor) => ManageCursor.Read(cursor, 2) is not [var at, var id] ? null
        : long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var micros) && Guid.TryParse(id, out var order) ? (UnixMicros.ToTime(micros), order)
        : throw RefusedException.Field("after", "is not a place in this list");
}
