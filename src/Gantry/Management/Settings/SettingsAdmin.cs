using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Settings;
using Gantry.Management.Http;
using Gantry.Management.Rows;
using Gantry.Secrets;

namespace Gantry.Management.Settings;

/// <inheritdoc cref="ISettingsAdmin"/>
internal sealed class SettingsAdmin(Admission admission, CatalogEditor catalog, SecretSeal seal) : ISettingsAdmin
{
    public async Task<Versioned<SettingsTerms>> GetAsync(IActor who, CancellationToken cancellation)
    {
        admission.Check(who, SettingsResource.Get);
        var rows = await catalog.LoadAsync(cancellation);
        return Show(rows.Settings, rows.Secrets);
    }

    public Task<Versioned<SettingsTerms>> EditAsync(IActor who, Func<SettingsTerms, SettingsTerms> change, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, SettingsResource.Edit),
        SettingsResource.Edit,
        rows =>
        {
            var before = Show(rows.Settings, rows.Secrets);
            RowTags.Check(tag, before.Tag);
            var next = change(before.Value);
            var settings = rows.Settings.ToDictionary(s => s.Name);
            var secrets = rows.Secrets.ToDictionary(s => s.Name);
            var changes = new List<RowChange>();
            Follow(settings, next.Values, changes, (there, name, value) => there?.Value == value ? there : (there ?? new SettingRow { Name = name, Value = value }) with { Value = value });
            Follow(secrets, next.Secrets, changes, (there, name, secret) => secret.Length == 0 && there is not null ? there : Sealed(name, secret));
            return RowEdit.Of(changes, Show(settings.Values, secrets.Values));
        },
        cancellation);

    private SecretRow Sealed(string name, string secret)
    {
        if (!SecretTerms.IsKnown(name)) throw RefusedException.Field($"secrets.{name}", "this version knows no such secret");
        return SecretTerms.Refuse(name, secret) is { } reason ? throw RefusedException.Field($"secrets.{name}", reason) : SecretRow.Create(name, secret, seal);
    }

    private static void Follow<T>(Dictionary<string, T> rows, IReadOnlyDictionary<string, string> said, List<RowChange> changes, Func<T?, string, string, T> row)
        where T : CatalogRow
    {
        foreach (var (name, gone) in rows.Where(r => !said.ContainsKey(r.Key)).ToArray())
        {
            rows.Remove(name);
            changes.Add(new RowChange(gone, gone, Deleted: true));
        }

        foreach (var (name, value) in said)
        {
            var before = rows.GetValueOrDefault(name);
            var next = row(before, name, value);
            if (ReferenceEquals(next, before)) continue;
            rows[name] = next;
            changes.Add(new RowChange(next, before));
        }
    }

    private static Versioned<SettingsTerms> Show(IEnumerable<SettingRow> settings, IEnumerable<SecretRow> secrets)
    {
        SettingRow[] plain = [.. settings.OrderBy(s => s.Name, StringComparer.Ordinal)];
        SecretRow[] hidden = [.. secrets.OrderBy(s => s.Name, StringComparer.Ordinal)];
        var terms = new SettingsTerms { Values = plain.ToDictionary(s => s.Name, s => s.Value), Secrets = hidden.ToDictionary(s => s.Name, _ => "") };
        return new Versioned<SettingsTerms>(terms, RowTags.Of([.. plain, .. hidden]));
    }
}
