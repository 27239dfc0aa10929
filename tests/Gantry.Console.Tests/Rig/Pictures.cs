using Microsoft.Playwright;

namespace Gantry.Console.Tests.Rig;

/// <summary>Keeps pictures of pages for people to look at in <c>artifacts/console</c>, where <c>GANTRY_PICTURES=1</c> asks for them.</summary>
internal static class Pictures
{
    /// <summary>Somebody will look.</summary>
    public static readonly bool Wanted = Environment.GetEnvironmentVariable("GANTRY_PICTURES") == "1";

    /// <summary>Every page is looked at in every language and theme: for people, and in the long form (<c>./test --long</c>).</summary>
    public static readonly bool OfAll = Wanted || Environment.GetEnvironmentVariable("GANTRY_LONG") == "1";

    public static async Task KeepAsync(IPage page, string name)
    {
        if (Wanted) await page.ScreenshotAsync(new() { Path = Place(name), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    private static string Place(string name) => Path.Combine(Checkout.Folder, "artifacts", "console", name + ".png");
}
