using Gantry.Console.Addresses;
using Gantry.Console.Language;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Shell;

/// <summary>How a person wants the console to look. Cookies hold it: the server writes the first byte of a page in the right palette and language.</summary>
internal sealed record Preferences(Tongue Tongue, Theme Theme)
{
    private const string ThemeCookie = "__Host-gantry-theme";
    private const string LanguageCookie = "__Host-gantry-language";

    public static Preferences Of(HttpRequest request) => new(
        Tongues.Parse(request.Cookies[LanguageCookie]) ?? Tongues.Preferred(request),
        ParseTheme(request.Cookies[ThemeCookie]) ?? Theme.System);

    /// <summary>As in <c>data-theme</c>.</summary>
    public static string Code(Theme theme) => theme switch
    {
        Theme.Light => "light",
        Theme.Dark => "dark",
        _ => "system",
    };

    /// <summary>Answers the form of the account menu: keeps what was chosen and goes back.</summary>
    public static async Task SaveAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (ParseTheme(form["theme"]) is { } theme) Keep(http, ThemeCookie, Code(theme));
        if (Tongues.Parse(form["language"]) is { } tongue) Keep(http, LanguageCookie, tongue.Code());
        http.Redirect(ReturnUrl.Safe(form["back"]));
    }

    private static Theme? ParseTheme(string? code) => code switch
    {
        "system" => Theme.System,
        "light" => Theme.Light,
        "dark" => Theme.Dark,
        _ => null,
    };

    private static void Keep(HttpContext http, string name, string value) => http.Response.Cookies.Append(
        name, value, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = TimeSpan.FromDays(365), IsEssential = true });
}
