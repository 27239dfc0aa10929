using Gantry.Console.Assets;
using Gantry.Contracts.Connect;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Gantry.Console.Shell;

/// <summary>What only the browser can do, of one open page.</summary>
internal sealed class Browser(IJSRuntime js, ShellState state) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;
    private bool _known;

    /// <summary>Learns where the reader lives. Once is enough.</summary>
    public async Task MeetAsync()
    {
        if (_known) return;
        state.LiveIn(await (await ModuleAsync()).InvokeAsync<string>("zone"));
        _known = true;
    }

    /// <summary>What the reader's machine runs; Linux where it is neither of the others.</summary>
    public async Task<ClientSystem> SystemAsync() => await (await ModuleAsync()).InvokeAsync<string>("system") switch
    {
        "windows" => ClientSystem.Windows,
        "mac" => ClientSystem.MacOs,
        _ => ClientSystem.Linux,
    };

    /// <returns>Whether it lies on the clipboard.</returns>
    public async Task<bool> CopyAsync(string text) => await (await ModuleAsync()).InvokeAsync<bool>("copy", text);

    /// <summary>Opens a dialog: the rest of the page can be neither seen by screen readers nor reached.</summary>
    public async Task OpenAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("open", dialog);

    public async Task FocusAsync(string selector) => await (await ModuleAsync()).InvokeVoidAsync("focus", selector);

    /// <summary>A script of one page's own.</summary>
    /// <param name="address">From <see cref="ConsoleAssets"/>.</param>
    public async Task<IJSObjectReference> ImportAsync(string address) => await js.InvokeAsync<IJSObjectReference>("import", address);

    public async Task ReloadAsync() => await (await ModuleAsync()).InvokeVoidAsync("reload");

    // The address is that of the page's own script tag, so it is fetched and run once.
    private Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", ConsoleAssets.ShellScript).AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_module is not { IsCompletedSuccessfully: true }) return;
        try
        {
            await (await _module).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }
}
