using System.Collections.Immutable;
using System.Globalization;
using Gantry.Alerts;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Alerts;

/// <inheritdoc cref="IMyAlerts"/>
internal sealed class MyAlerts(Admission admission, IAlertStore store) : IMyAlerts
{
    public Task<Page<AlertView>> ListAsync(IActor who, AlertListQuery query, CancellationToken cancellation) =>
        AlertLists.ReadAsync(store, admission.Check(who, MyAlertResource.List).AccountId, query, cancellation);

    public async Task<Versioned<AlertWishes>> TermsAsync(IActor who, CancellationToken cancellation) =>
        Show(await store.PreferencesAsync(admission.Check(who, MyAlertResource.Get).AccountId, cancellation));

    public async Task<Versioned<AlertWishes>> EditAsync(IActor who, Func<AlertWishes, AlertWishes> change, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyAlertResource.Edit);
        var before = Show(await store.PreferencesAsync(caller.AccountId, cancellation));
        RowTags.Check(tag, before.Tag);
        var next = Read(caller.AccountId, change(before.Value));
        await store.SaveAsync(next, caller.Note(MyAlertResource.Edit.Action!), cancellation);
        return Show(next);
    }

    private static AlertPreferences Read(Guid account, AlertWishes terms)
    {
        Money? low = null;
        if (terms.LowBalance is { } text)
        {
            if (DecimalText.TryParse(text, DecimalText.Nano, out var nanos) is { } wrong) throw RefusedException.Field("low_balance", wrong);
            low = new Money(nanos);
        }

        var muted = ImmutableArray.CreateBuilder<AlertKind>();
        foreach (var word in terms.Muted.Distinct())
        {
            if (!EnumWords.TryParse<AlertKind>(word, out var kind))
                throw RefusedException.Field("muted", $"there is no kind '{word}'{Nearest.Hint(word, EnumWords.All<AlertKind>())}; one of {string.Join(", ", EnumWords.All<AlertKind>())}");
            muted.Add(kind);
        }

        return new AlertPreferences(account, low, muted.ToImmutable());
    }

    private static Versioned<AlertWishes> Show(AlertPreferences said)
    {
        var terms = new AlertWishes { LowBalance = said.LowBalance is { } low ? RowTexts.Dollars(low.Nanos) : null, Muted = RowTexts.Words(said.Muted) };
        return new Versioned<AlertWishes>(terms, string.Create(CultureInfo.InvariantCulture, $"{said.LowBalance?.Nanos}.{string.Join('.', terms.Muted)}"));
    }
}
