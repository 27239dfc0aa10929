using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Payments;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Payments;

/// <summary>What everybody paid in by card.</summary>
public sealed partial class PaymentsPage
{
    private CursorList<PaymentRow> _rows = null!;
    private PaymentFilter _shown = new();
    private PaymentStory? _story;
    private string _search = "", _state = "", _from = "", _to = "";

    [Inject]
    private IPaymentAdmin Payments { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>The payment that is open when the page opens.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    private string? Opened { get; set; }

    private PaymentWords W => field ??= new PaymentWords(Tongue);

    private WalletWords Wallet => field ??= new WalletWords(Tongue);

    protected override void OnInitialized()
    {
        _shown = PaymentFilter.Parse(new Uri(Navigation.Uri).Query);
        _rows = new((who, after, cancellation) => Payments.ListAsync(who, _shown.Query(after), cancellation));
    }

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        (_search, _state, _from, _to) = (_shown.Search ?? "", _shown.State ?? "", LocalTime.Write(_shown.From, Shell.Zone), LocalTime.Write(_shown.To, Shell.Zone));
        await _rows.BeginAsync(who, cancellation);
        if (Guid.TryParse(Opened, out var id)) _story = await Payments.GetAsync(who, id, cancellation);
    }

    private async Task ReloadAsync()
    {
        _shown = new PaymentFilter { Search = Text(_search), State = Text(_state), From = LocalTime.Read(_from, Shell.Zone), To = LocalTime.Read(_to, Shell.Zone) };
        // Whoever gets the address sees the same.
        if (await DoAsync(_rows.BeginAsync)) Navigation.NavigateTo(_shown.Address(), replace: true);
    }

    private Task<bool> OpenAsync(Guid id) => DoAsync(async (who, cancellation) => _story = await Payments.GetAsync(who, id, cancellation));

    private void Close() => (_story, Refused) = (null, null);

    private static string? Text(string typed) => typed.Trim() is { Length: > 0 } text ? text : null;
}
