using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.Manage.Invitations;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Accounts;

/// <summary>All accounts, and who is invited to have one.</summary>
public sealed partial class AccountsPage
{
    private static readonly string[] Roles = ["user", "admin", "owner"];
    private static readonly string[] FieldNames = ["email", "role", "mail"];

    private readonly FieldErrors _errors = new();
    private CursorList<AccountView> _rows = null!;
    private CursorList<InvitationView> _open = null!;
    private InvitationIssued? _issued;
    private Asked _asked;
    private bool _mail;
    private string _search = "", _role = "", _disabled = "", _email = "", _as = "user", _said = "";

    private enum Asked
    {
        Nothing,
        Invitation,
        Link,
    }

    [Inject]
    private IAccountAdmin Accounts { get; set; } = null!;

    [Inject]
    private IInvitationAdmin Invitations { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private AccountWords W => field ??= new AccountWords(Tongue);

    // A gateway that does not know its own address answers with a path.
    private string Link => new Uri(new Uri(Navigation.BaseUri), _issued!.Link).ToString();

    protected override void OnInitialized()
    {
        _rows = new((who, after, cancellation) => Accounts.ListAsync(
            who,
            new AccountQuery { After = after, Search = Text(_search), Role = Text(_role), Disabled = bool.TryParse(_disabled, out var disabled) ? disabled : null },
            cancellation));
        _open = new((who, after, cancellation) => Invitations.ListAsync(who, new InvitationListQuery { After = after, Open = true }, cancellation));
    }

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        await _rows.BeginAsync(who, cancellation);
        await _open.BeginAsync(who, cancellation);
    }

    private void StartInviting()
    {
        (_asked, Refused, _email, _as, _mail) = (Asked.Invitation, null, "", "user", false);
        _errors.Clear();
    }

    private async Task InviteAsync()
    {
        _errors.Clear();
        await DoAsync(async (who, cancellation) =>
        {
            _issued = await Invitations.CreateAsync(who, new InvitationDraft { Email = _email.Trim(), Role = _as, Mail = _mail }, cancellation);
            (_asked, _said) = (Asked.Link, "");
            await _open.BeginAsync(who, cancellation);
        });
        _errors.Mark(Refused, FieldNames);
    }

    private Task<bool> TakeBackAsync(InvitationView one) => DoAsync(async (who, cancellation) =>
    {
        await Invitations.RevokeAsync(who, one.Id, cancellation);
        Shell.Say(W.TakenBack(one.Email));
        await _open.BeginAsync(who, cancellation);
        await Browser.FocusAsync("#invite");
    });

    private async Task CopyAsync() => _said = await Browser.CopyAsync(Link) ? Words.Copied : Words.NotCopied;

    // The link goes with the dialog: nothing on the server holds it any longer.
    private void Close() => (_asked, _issued, Refused) = (Asked.Nothing, null, null);

    private string Caps(AccountView row) => row.SpendCap.Count == 0 ? W.NoCap : string.Join(", ", row.SpendCap.Select(cap => new KeyWords(Tongue).Cap(Figures.Money(cap.Amount ?? "0"), cap.Window)));

    private static string? Text(string typed) => typed.Trim() is { Length: > 0 } text ? text : null;
}
