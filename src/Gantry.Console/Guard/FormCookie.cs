using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Guard;

/// <summary>The cookie beside the hidden field of every form. Always secure: behind a proxy that ends TLS the server sees plain HTTP, and browsers take
/// secure cookies from localhost.</summary>
internal sealed class FormCookie : CookieBuilder
{
    public FormCookie()
    {
        Name = "__Host-gantry-form";
        Path = "/";
        HttpOnly = true;
        IsEssential = true;
        // Not strict: who comes by a link would get another cookie, and the forms of all other tabs would fail.
        SameSite = SameSiteMode.Lax;
        // Any other policy makes the framework refuse to serve forms over what it takes for plain HTTP.
        SecurePolicy = CookieSecurePolicy.None;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}
