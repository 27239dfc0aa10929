using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Log;

/// <summary><c>GET /console/log/export</c>: what the log shows as a file.</summary>
internal static class LogExport
{
    public static Task WriteAsync(HttpContext http, IPresence presence, IUsageExports exports, TimeProvider time)
    {
        var filter = LogFilter.Parse(http.Request.QueryString.Value ?? "");
        return Download.WriteAsync(http, presence, filter.Address(), "To the usage log", (who, open, stop) =>
            exports.WriteAsync(who, filter.Everybody, filter.Query(time.GetUtcNow(), TimeZoneInfo.Utc), http.Request.Query["format"].ToString(), open, stop));
    }
}
