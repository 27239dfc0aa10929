using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.Manage.Wallets;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Accounts;

/// <summary>One account: its wallet, its limits, its role, and whether it is let in.</summary>
public sealed partial class AccountPage
{
    private Versioned<AccountView>? _account;
    private WalletView? _wallet;
    private TermsFields _terms = new();
    private string _role = "user";

    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private IAccountAdmin Accounts { get; set; } = null!;

    [Inject]
    private IWalletAdmin Wallets { get; set; } = null!;

    private AccountWords W => field ??= new AccountWords(Tongue);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        var account = await Accounts.GetAsync(who, Id, cancellation);
        _wallet = await Wallets.GetAsync(who, Id, cancellation);
        Take(account);
    }

    private void Take(Versioned<AccountView> account) => (_account, _terms, _role) = (account, TermsFields.Of(account.Value), account.Value.Role);

    private async Task<Errand> BookAsync(MoneyMove move, bool adjust)
    {
        var done = await DoAsync(async (who, cancellation) =>
        {
            var moved = adjust ? await Wallets.AdjustAsync(who, Id, move, cancellation) : await Wallets.CreditAsync(who, Id, move, cancellation);
            Shell.Say(W.Booked(Figures.Money(moved.Moved.Amount)));
            _wallet = await Wallets.GetAsync(who, Id, cancellation);
        });
        var errand = new Errand(done, Refused);
        // The form says why.
        Refused = null;
        StateHasChanged();
        return errand;
    }

    private async Task SaveAsync()
    {
        if (_terms.Read(W) is not { } terms) return;
        await ChangeAsync((who, cancellation) => Accounts.EditAsync(who, Id, _ => terms, _account!.Tag, cancellation));
        _terms.Mark(Refused);
    }

    private Task<bool> ChangeRoleAsync() => ChangeAsync((who, cancellation) => Accounts.SetRoleAsync(who, Id, new RoleChange { Role = _role }, _account!.Tag, cancellation));

    private Task<bool> SwitchAsync(bool disable) => ChangeAsync((who, cancellation) =>
        disable ? Accounts.DisableAsync(who, Id, _account!.Tag, cancellation) : Accounts.EnableAsync(who, Id, _account!.Tag, cancellation));

    private Task<bool> ChangeAsync(Func<IActor, CancellationToken, Task<Versioned<AccountView>>> change) => DoAsync(async (who, cancellation) =>
    {
        Take(await change(who, cancellation));
        Shell.Say(W.Saved(_account!.Value.Email));
    });
}
