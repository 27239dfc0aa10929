using System.Globalization;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Codes;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Codes;

/// <summary>Redemption codes: made and shown this once, found, revoked.</summary>
public sealed partial class CodesPage
{
    private static readonly string[] FieldNames = ["amount", "count", "uses", "expires_at"];

    private readonly FieldErrors _errors = new();
    private CursorList<CodeView> _rows = null!;
    private CodeView? _row;
    private Asked _asked;
    private string _search = "", _amount = "", _count = "1", _uses = "1", _ends = "", _secrets = "", _said = "";

    private enum Asked
    {
        Nothing,
        Form,
        Keep,
        Revoke,
    }

    [Inject]
    private ICodeAdmin Codes { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private CodeWords W => field ??= new CodeWords(Tongue);

    protected override void OnInitialized() =>
        _rows = new((who, after, cancellation) => Codes.ListAsync(who, new PageQuery { After = after, Search = _search.Trim() is { Length: > 0 } search ? search : null }, cancellation));

    protected override Task LoadAsync(IActor who, CancellationToken cancellation) => _rows.BeginAsync(who, cancellation);

    private void StartMaking()
    {
        (_asked, Refused, _amount, _count, _uses, _ends) = (Asked.Form, null, "", "1", "1", "");
        _errors.Clear();
    }

    private async Task MakeAsync()
    {
        _errors.Clear();
        Refused = null;
        var (count, uses) = (Number(_count, "count"), Number(_uses, "uses"));
        if (!_errors.None) return;
        var draft = new CodeDraft { Amount = _amount.Trim(), Count = count, Uses = uses, ExpiresAt = LocalTime.Read(_ends, Shell.Zone) };
        await DoAsync(async (who, cancellation) =>
        {
            var made = await Codes.CreateAsync(who, draft, cancellation);
            (_asked, _secrets, _said) = (Asked.Keep, string.Join('\n', made.Data.Select(one => one.Secret)), "");
            Shell.Say(W.Made(Figures.Count(made.Data.Count)));
            await _rows.BeginAsync(who, cancellation);
        });
        _errors.Mark(Refused, FieldNames);
    }

    private void StartRevoking(CodeView row) => (_asked, _row, Refused) = (Asked.Revoke, row, null);

    private Task<bool> RevokeAsync() => DoAsync(async (who, cancellation) =>
    {
        await Codes.RevokeAsync(who, _row!.Id, cancellation);
        _asked = Asked.Nothing;
        Shell.Say(W.WasRevoked(_row.Display));
        await _rows.BeginAsync(who, cancellation);
        // What had the focus goes with the dialog.
        await Browser.FocusAsync("#make");
    });

    private async Task CopyAsync() => _said = await Browser.CopyAsync(_secrets) ? Words.Copied : Words.NotCopied;

    // The secrets go with the dialog: nothing on the server holds them any longer.
    private void Close() => (_asked, _secrets, _said, Refused) = (Asked.Nothing, "", "", null);

    private int Number(string typed, string field)
    {
        if (int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        _errors.Add(field, W.NotNumber);
        return 0;
    }

    private bool IsOpen(CodeView row) => StateOf(row) == W.Open;

    private string StateOf(CodeView row) =>
        row.RevokedAt is not null ? W.IsRevoked : row.Uses >= row.MaxUses ? W.UsedUp : row.ExpiresAt <= Time.GetUtcNow() ? W.Expired : W.Open;
}
