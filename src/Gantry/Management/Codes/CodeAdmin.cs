using System.Text.Json;
using Gantry.Audit;
using Gantry.Billing.Ledger;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Codes;
using Gantry.Management.Http;
using Gantry.Management.Wallets;

namespace Gantry.Management.Codes;

/// <inheritdoc cref="ICodeAdmin"/>
internal sealed class CodeAdmin(Admission admission, IVoucherStore vouchers, IAuditLog audit, TimeProvider time) : ICodeAdmin
{
    private const int MostAtOnce = 1000;
    private const int MostUses = 1_000_000;

    public async Task<Page<CodeView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, CodeResource.List);
        var after = ManageCursor.Read(query.After, 1)?[0];
        var found = (await vouchers.ListAsync(cancellation))
            .Where(v => query.Search is null || v.Display.StartsWith(query.Search, StringComparison.OrdinalIgnoreCase))
            .Where(v => after is null || string.CompareOrdinal(v.Id.ToString(), after) < 0)
            .OrderByDescending(v => v.Id.ToString(), StringComparer.Ordinal).Take(query.Limit + 1).ToArray();
        var shown = found.Take(query.Limit).Select(View).ToArray();
        return new Page<CodeView>(shown, found.Length > query.Limit ? ManageCursor.Write(shown[^1].Id.ToString()) : null);
    }

    public async Task<CodesIssued> CreateAsync(IActor who, CodeDraft draft, CancellationToken cancellation)
    {
        var caller = admission.Check(who, CodeResource.Create);
        var worth = MoneyTexts.Read(draft.Amount, draft.AmountNanos, signed: false) ?? throw RefusedException.Field("amount", "is missing: USD as text, or amount_nanos");
        if (draft.Count is < 1 or > MostAtOnce) throw RefusedException.Field("count", $"must be from 1 to {MostAtOnce}");
        if (draft.Uses is < 1 or > MostUses) throw RefusedException.Field("uses", $"must be from 1 to {MostUses}");
        if (draft.ExpiresAt <= time.GetUtcNow()) throw RefusedException.Field("expires_at", "has passed");
        var made = await vouchers.CreateAsync(new VoucherRequest(worth, draft.Uses, draft.ExpiresAt, caller.Email), draft.Count, cancellation);

        // Codes that are there must be in the log, whether the client has left or not.
        await audit.AppendAsync(caller.Note(CodeResource.Create.Action!), [.. made.Select(m => new AuditChange($"code {m.Row.Id}", null, Said(m.Row)))], CancellationToken.None);
        return new CodesIssued([.. made.Select(m => new CodeIssued(View(m.Row), m.Code))]);
    }

    public async Task RevokeAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var caller = admission.Check(who, CodeResource.Revoke);
        if (!await vouchers.RevokeAsync(id, cancellation)) throw RefusedException.Missing("code");
        await audit.AppendAsync(caller.Note(CodeResource.Revoke.Action!), [new AuditChange($"code {id}", """{"revoked":false}""", """{"revoked":true}""")], CancellationToken.None);
    }

    private static string Said(Voucher voucher) => JsonSerializer.Serialize(
        new { amount = MoneyTexts.Show(voucher.Amount).Amount, uses = voucher.MaxUses, expires_at = voucher.ExpiresAt });

    private static CodeView View(Voucher voucher) => new()
    {
        Id = voucher.Id,
        Display = voucher.Display,
        Value = MoneyTexts.Show(voucher.Amount),
        Uses = voucher.Uses,
        MaxUses = voucher.MaxUses,
        ExpiresAt = voucher.ExpiresAt,
        RevokedAt = voucher.RevokedAt,
        CreatedAt = voucher.CreatedAt,
        CreatedBy = voucher.CreatedBy,
    };
}
