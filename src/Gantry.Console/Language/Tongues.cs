using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gantry.Console.Language;

/// <summary>Which language a person reads.</summary>
internal static class Tongues
{
    /// <summary>As in <c>lang</c> (BCP 47).</summary>
    public static string Code(this Tongue tongue) => tongue == Tongue.Chinese ? "zh-Hans" : "en";

    /// <returns>Null where it is none of the console's.</returns>
    public static Tongue? Parse(string? code) => code switch
    {
        "en" => Tongue.English,
        "zh-Hans" => Tongue.Chinese,
        _ => null,
    };

    /// <summary>The first language of the browser that the console speaks; English where there is none.</summary>
    public static Tongue Preferred(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wishes)) return Tongue.English;
        foreach (var wish in wishes.OrderByDescending(wish => wish.Quality ?? 1))
        {
            if (wish.Quality == 0) continue;
            if (wish.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return Tongue.Chinese;
            if (wish.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return Tongue.English;
        }

        return Tongue.English;
    }
}
