using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Gantry.Console.Tests.Rig;

/// <summary>One browser for all tests: the distribution's, never one that Playwright downloads.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable() is not { } executable) return;
        // As long as everything else is waited for: five seconds are little on a busy machine.
        Assertions.SetDefaultExpectTimeout(40_000);
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            // Root has no sandbox, and containers have little shared memory. Only our own pages are opened.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-component-update", "--no-proxy-server"],
        });
    }

    /// <summary>A visitor with cookies of its own. Skips the test where there is no browser.</summary>
    internal async Task<Visitor> VisitAsync(IConsoleServer server, BrowserNewContextOptions? options = null)
    {
        if (_browser is null)
        {
            Assert.Skip("No browser: install Debian's package chromium (apt-get install chromium), or name an executable in GANTRY_CHROMIUM.");
        }

        options ??= new BrowserNewContextOptions();
        options.BaseURL = server.Address.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/Berlin";
        return await Visitor.ComeAsync(await _browser.NewContextAsync(options), server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Executable() =>
        Environment.GetEnvironmentVariable("GANTRY_CHROMIUM") is { Length: > 0 } named ? named : Array.Find(Places, File.Exists);
}
