using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Payments;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Gantry.Console.Payments;

/// <summary><c>GET /console/payments/export</c>: the list of payments as CSV.</summary>
internal static class PaymentExport
{
    public static Task WriteAsync(HttpContext http, IPresence presence, [FromServices] IPaymentAdmin payments)
    {
        var filter = PaymentFilter.Parse(http.Request.QueryString.Value ?? "");
        return Download.WriteAsync(http, presence, filter.Address(), "To the payments", (who, open, stop) => payments.ExportAsync(who, filter.Query(null), open, stop));
    }
}
