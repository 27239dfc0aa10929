using Microsoft.Playwright;

namespace Gantry.Console.Tests.Rig;

/// <summary>Keeps pictures of pages for people to look at in <c>artifacts/console</c>, where <c>GANTRY_PICTURES=1</c> asks for them.</summary>
internal static class Pictures
{
    private static readonly bool Wanted = Environment.GetEnvironmentVariable("GANTRY_PICTURES") == "1";

    public static async Task KeepAsync(IPage page, string name)
    {
        if (Wanted) await page.ScreenshotAsync(new() { Path = Place(name), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    private static string Place(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gantry.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts", "console", name + ".png");
    }
}
