using Gantry.Console.Keys;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Prices;
using Gantry.Contracts.Manage.Usages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Gantry.Console.Playground;

/// <summary>A page whose script calls the gateway as a client, with a key that is lent to it for as long as it is open (decision 0035).</summary>
public abstract class TryoutPage : ConsolePage, IAsyncDisposable
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private const int MostAsked = 40;

    // More than a page has answers to wait for: who asks so often is no page.
    private const int MostAtOnce = 16;

    private DotNetObjectReference<TryoutPage>? _self;
    private IJSObjectReference? _script;
    private ITryout? _tryout;
    private bool _left;
    private int _asking;

    [Inject]
    private ITryouts Tryouts { get; set; } = null!;

    [Inject]
    private IPriceList Prices { get; set; } = null!;

    [Inject]
    private IMyUsage Usage { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    protected ElementReference Root { get; set; }

    /// <summary>Whose page it is; empty until its data is there.</summary>
    protected Guid Owner { get; private set; }

    /// <summary>The key of the page, without its secret; null until it is made.</summary>
    protected KeyView? Issued => _tryout?.Issued.Key;

    /// <summary>What its key may name; null until the data is there.</summary>
    protected IReadOnlyList<PickOption>? Groups { get; private set; }

    /// <summary>The beginning of the key's name: English in every language, as names of keys are.</summary>
    protected abstract string Purpose { get; }

    /// <summary>What its key may spend unless the person says otherwise: USD as decimal text.</summary>
    protected virtual string Cap => TryoutTerms.UsualCap;

    /// <summary>The address of the page's script: a module with <c>start</c>, <c>rekey</c> and <c>leave</c>.</summary>
    protected abstract string Script { get; }

    /// <summary>The texts that the script shows.</summary>
    protected abstract object ScriptWords { get; }

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        Owner = who.AccountId;
        Groups = new KeyOffer(Prices.For(who)).Groups;
        await TakeAsync(who, new TryoutTerms { Purpose = Purpose, Cap = Cap }, cancellation);
        if (_left) return;
        _self = DotNetObjectReference.Create(this);
        _script = await Browser.ImportAsync(Script);
        await _script.InvokeVoidAsync("start", cancellation, Root, _tryout!.Issued.Secret, ScriptWords, _self);
    }

    /// <summary>Another key in the place of the one before.</summary>
    protected Task<bool> RenewAsync((string Cap, IReadOnlyList<string> Groups) wish) => DoAsync(async (who, cancellation) =>
    {
        await TakeAsync(who, new TryoutTerms { Purpose = Purpose, Cap = wish.Cap.Trim(), Groups = wish.Groups.Count == 0 ? [KeyOffer.Auto] : wish.Groups }, cancellation);
        if (_script is not null) await _script.InvokeVoidAsync("rekey", cancellation, _tryout!.Issued.Secret);
    });

    /// <summary>What a request of the page cost, for its script; null where it was not settled in time. Of somebody else's request nothing is told.</summary>
    [JSInvokable]
    public async Task<TryoutBill?> BillAsync(string requestId)
    {
        if (_asking >= MostAtOnce) return null;
        _asking++;
        try
        {
            return await AskAsync(requestId);
        }
        finally
        {
            _asking--;
        }
    }

    private async Task<TryoutBill?> AskAsync(string requestId)
    {
        for (var asked = 0; asked < MostAsked && !_left; asked++)
        {
            try
            {
                var record = (await Usage.GetAsync(await Attendance.ActorAsync(CancellationToken.None), requestId, CancellationToken.None)).Record;
                var usage = record.Usage;
                var cached = usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h;
                return new TryoutBill(record.Charged.Amount, usage.UncachedInput + cached + usage.ImageInput + usage.AudioInput, cached, usage.Output + usage.ImageOutput + usage.AudioOutput, usage.Reasoning);
            }
            catch (RefusedException refused) when (refused.Refusal.Kind == RefusalKind.NotFound)
            {
                // Settled a moment after its end.
                await Task.Delay(AskAgain, Time);
            }
        }

        return null;
    }

    private async Task TakeAsync(IActor who, TryoutTerms terms, CancellationToken cancellation)
    {
        var former = _tryout;
        var taken = await Tryouts.OpenAsync(who, terms, cancellation);
        if (_left) await taken.DisposeAsync();
        else _tryout = taken;
        if (former is not null) await former.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _left = true;
        Dispose();
        GC.SuppressFinalize(this);
        if (_tryout is not null) await _tryout.DisposeAsync();
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("leave");
                await _script.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone, and the page with it.
        }

        _self?.Dispose();
    }
}
