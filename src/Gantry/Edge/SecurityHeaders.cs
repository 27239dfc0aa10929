namespace Gantry.Edge;

/// <summary>What every answer says to browsers, unless its endpoint knows better (reliability S-19).</summary>
internal static class SecurityHeaders
{
    private const string OneYear = "max-age=31536000; includeSubDomains";

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = OneYear;
        }
    }
}
