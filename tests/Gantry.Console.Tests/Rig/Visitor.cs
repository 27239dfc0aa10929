using System.Diagnostics;
using Gantry.Console.Tests.Doubles;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Rig;

/// <summary>A person with a browser: what they do, and what their browser complained of meanwhile.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly IBrowserContext _context;
    private readonly IConsoleServer _server;
    private readonly List<string> _complaints = [];
    private byte[] _totpKey = [];
    private string _code = "";

    private Visitor(IBrowserContext context, IConsoleServer server, IPage page)
    {
        _context = context;
        _server = server;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors in the browser's console, refusals of the content security policy among them. That a page has an error status is no complaint.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public string Path => new Uri(Page.Url).PathAndQuery;

    public static async Task<Visitor> ComeAsync(IBrowserContext context, IConsoleServer server)
    {
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var visitor = new Visitor(context, server, await context.NewPageAsync());
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsPageWithError(message)) visitor._complaints.Add(message.Text);
        };
        visitor.Page.PageError += (_, error) => visitor._complaints.Add(error);
        visitor.Page.Dialog += (_, dialog) => visitor._complaints.Add("dialog: " + dialog.Message);
        visitor.Page.RequestFailed += (_, request) => visitor._complaints.Add($"{request.Url}: {request.Failure}");
        return visitor;
    }

    public async Task<int> OpenAsync(string path) => (await Page.GotoAsync(path))!.Status;

    /// <summary>Opens a link whose page goes on by itself, and waits for the page behind it, which alone has the text.</summary>
    public async Task FollowAsync(string path, string text)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text, new() { Timeout = (float)Patience.TotalMilliseconds });
        // Leaving before would break off what it still loads.
        await LoadedAsync();
    }

    public Task FillAsync(string label, string text) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Presses a button or follows a link, and waits for the page that comes.</summary>
    /// <returns>The status of the page.</returns>
    public async Task<int> PressAsync(string name, bool exact = true)
    {
        var target = Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact }).Or(Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = exact })).First;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IFrame frame)
        {
            if (frame == Page.MainFrame) arrived.TrySetResult();
        }

        // The answer alone is not enough: until the browser has taken it, the old page is still there to be filled in.
        Page.FrameNavigated += Arrive;
        var answer = await Page.RunAndWaitForResponseAsync(() => target.ClickAsync(), response => response.Request.IsNavigationRequest && response.Status is < 300 or >= 400);
        await arrived.Task.WaitAsync(Patience);
        Page.FrameNavigated -= Arrive;
        await LoadedAsync();
        return answer.Status;
    }

    /// <summary>Picks names where some of many are picked, by the boxes in front of them.</summary>
    public async Task PickAsync(string label, params string[] names)
    {
        var field = Page.GetByRole(AriaRole.Group, new() { Name = label, Exact = true });
        await field.GetByRole(AriaRole.Button, new() { Name = "Choose: " + label }).ClickAsync();
        foreach (var name in names) await field.GetByRole(AriaRole.Checkbox, new() { Name = name }).CheckAsync();
        await field.GetByRole(AriaRole.Button, new() { Name = "Done: " + label }).ClickAsync();
    }

    public async Task SeesAsync(string heading) => await Assertions.Expect(Page.Locator("h1")).ToHaveTextAsync(heading);

    public async Task ReadsAsync(string text) => await Assertions.Expect(Page.Locator("main")).ToContainTextAsync(text);

    public async Task SetUpAsync(string email, string password)
    {
        Assert.Equal(200, await OpenAsync("/setup"));
        await FillAsync("Set-up token", await _server.SetUpTokenAsync());
        await FillAsync("E-mail", email);
        await FillAsync("Password", password);
        await PressAsync("Set up");
        await SeesAsync("Security");
    }

    public async Task<int> SignInAsync(string email, string password)
    {
        await OpenAsync("/console/sign-in");
        await FillAsync("E-mail", email);
        await FillAsync("Password", password);
        return await PressAsync("Sign in");
    }

    /// <summary>Turns an authenticator on.</summary>
    /// <returns>The recovery codes.</returns>
    public async Task<string[]> AddAuthenticatorAsync()
    {
        await OpenAsync("/console/security/authenticator");
        _totpKey = Totp.Read(await Page.Locator("#totp-key").InnerTextAsync());
        await FillAsync("Code", NextCode());
        await PressAsync("Turn on");
        await SeesAsync("The authenticator is on");
        var codes = (await Page.Locator("#recovery-codes").InnerTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await PressAsync("I have kept them");
        return codes;
    }

    /// <summary>What the authenticator shows at the next step of its clock: a code of the same step works once.</summary>
    public string NextCode()
    {
        _server.Time.Advance(TimeSpan.FromSeconds(30));
        return _code = Totp.Code(_totpKey, Totp.Step(_server.Time.GetUtcNow()));
    }

    /// <summary>What it showed last: its clock may have gone on meanwhile.</summary>
    public string SameCode() => _code;

    /// <summary>Gives the browser an authenticator that holds passkeys, with a person who always agrees.</summary>
    public async Task<ICDPSession> CarryPasskeysAsync()
    {
        var devTools = await _context.NewCDPSessionAsync(Page);
        await devTools.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return devTools;
    }

    public async Task AddPasskeyAsync(string name)
    {
        await OpenAsync("/console/security/passkey");
        await FillAsync("Name", name);
        await PressAsync("Make a passkey");
    }

    /// <summary>Opens an interactive page, and waits until it listens.</summary>
    public async Task OpenLiveAsync(string path)
    {
        Assert.Equal(200, await OpenAsync(path));
        await LiveAsync();
    }

    /// <summary>Waits until the page that is open has its data.</summary>
    public async Task LiveAsync() => await Assertions.Expect(Page.Locator("main [data-ready=true]")).ToHaveCountAsync(1);

    /// <summary>Asks the page until it says yes. The driver's own wait compiles its text within the page, which the content security policy allows it the first time only.</summary>
    /// <param name="question">A script with the value true or false.</param>
    public async Task HoldsAsync(string question)
    {
        for (var asked = Stopwatch.StartNew(); !await Page.EvaluateAsync<bool>(question); await Task.Delay(20))
            Assert.True(asked.Elapsed < Patience, $"Never true: {question}");
    }

    public async Task SignOutAsync()
    {
        // A page that comes to life draws its menu anew, closed.
        if (await Page.Locator("main [data-ready]").CountAsync() > 0) await LiveAsync();
        if (await Page.Locator("details.account:not([open])").CountAsync() > 0) await Page.Locator("details.account summary").ClickAsync();
        await PressAsync("Sign out");
        await SeesAsync("Sign in");
    }

    /// <summary>Cookies and all, into another browser.</summary>
    public async Task<IReadOnlyList<BrowserContextCookiesResult>> CookiesAsync() => await _context.CookiesAsync();

    public Task AddCookiesAsync(IEnumerable<Cookie> cookies) => _context.AddCookiesAsync(cookies);

    // Asked of the page itself: the driver loses the event where the page's own script writes the history or goes on meanwhile.
    private async Task LoadedAsync()
    {
        while (await Page.EvaluateAsync<string>("document.readyState") != "complete") await Task.Delay(20);
    }

    private static bool IsPageWithError(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource: the server responded with a status of", StringComparison.Ordinal)
        && !message.Location.Contains("/assets/", StringComparison.Ordinal) && !message.Location.Contains("/passkey-", StringComparison.Ordinal);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
