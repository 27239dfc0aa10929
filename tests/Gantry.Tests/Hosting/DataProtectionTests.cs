using System.Security.Cryptography;
using System.Text;
using Dapper;
using Gantry.Hosting;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>What cookies and antiforgery tokens are protected with (reliability S-12).</summary>
public sealed class DataProtectionTests : IAsyncLifetime
{
    private const string Purpose = "test";
    private readonly TempFolder _folder = new();
    private DataFolder _data = null!;

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder.Path, _ => null, TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S_12_No_changed_bit_of_a_protected_value_is_accepted()
    {
        await using var services = Services(_data);
        var protector = services.GetDataProtector(Purpose);
        var value = protector.Protect("session 0123456789"u8.ToArray());
        Assert.Equal("session 0123456789", Encoding.UTF8.GetString(protector.Unprotect(value)));
        Assert.Equal(928, value.Length * 8);
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            var changed = value.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(changed));
        }

        // What older runtimes of this line took: an authentication tag of zeros.
        var zeroed = value.ToArray();
        zeroed.AsSpan(zeroed.Length - 32).Clear();
        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(zeroed));
        for (var length = 0; length < value.Length; length++)
        {
            var cut = value[..length];
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(cut));
        }
    }

    [Fact]
    public async Task S_12_Next_start_reads_what_the_last_one_has_protected()
    {
        byte[] value;
        await using (var first = Services(_data)) value = first.GetDataProtector(Purpose).Protect("session 1"u8.ToArray());
        await using var other = await DataFolder.OpenAsync(_folder.Path, _ => null, TimeProvider.System, CancellationToken.None);
        await using var second = Services(other);
        Assert.Equal("session 1", Encoding.UTF8.GetString(second.GetDataProtector(Purpose).Unprotect(value)));
        Assert.ThrowsAny<CryptographicException>(() => second.GetDataProtector("another").Unprotect(value));
    }

    [Fact]
    public async Task S_12_Rows_of_the_ring_hold_no_clear_key_and_follow_the_master_key()
    {
        await using var services = Services(_data);
        var value = services.GetDataProtector(Purpose).Protect("session 1"u8.ToArray());
        var clear = Convert.FromBase64String(await ClearKeyAsync());
        var before = await DumpAsync();
        Assert.DoesNotContain("masterKey", before, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(clear), before, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.Latin1.GetString(clear), await FilesAsync(), StringComparison.Ordinal);

        using (var rotation = SealingSetup.Rotation(_data, new Billing.ImpatientTime())) Assert.True((await rotation.RotateAsync(CancellationToken.None)).Finished);
        Assert.NotEqual(before, await DumpAsync());
        await using var other = await DataFolder.OpenAsync(_folder.Path, _ => null, TimeProvider.System, CancellationToken.None);
        await using var second = Services(other);
        Assert.Equal("session 1", Encoding.UTF8.GetString(second.GetDataProtector(Purpose).Unprotect(value)));
    }

    [Fact]
    public async Task Server_without_a_master_key_keeps_its_ring_in_memory()
    {
        await _data.DisposeAsync();
        File.Delete(_folder.File("secrets/master-key"));
        _data = await DataFolder.OpenAsync(_folder.Path, _ => null, TimeProvider.System, withoutSecrets: true, CancellationToken.None);
        await using var services = Services(_data);
        var protector = services.GetDataProtector(Purpose);
        Assert.Equal("x", Encoding.UTF8.GetString(protector.Unprotect(protector.Protect("x"u8.ToArray()))));
        Assert.Empty(await DumpAsync());
    }

    [Theory]
    [InlineData("10.0.0", "10.0.7", false)]
    [InlineData("10.0.6", "10.0.7", false)]
    [InlineData("10.0.6", "10.0.6", false)]
    [InlineData("10.0.12", "10.0.6", false)]
    [InlineData("9.0.99", "9.0.99", false)]
    [InlineData("10.0.7", "10.0.7", true)]
    [InlineData("10.0.12", "10.0.12+0f0c3cd1", true)]
    [InlineData("10.1.0", "10.1.0-preview.2", true)]
    [InlineData("11.0.0", "", false)]
    public void S_12_Runtime_before_the_mended_one_is_refused(string runtime, string dataProtection, bool serves)
    {
        var reason = RuntimeFloor.Refuse(Version.Parse(runtime), RuntimeFloor.Read(dataProtection));
        Assert.Equal(serves, reason is null);
        if (reason is not null) Assert.Contains("10.0.7", reason);
    }

    [Fact]
    public void S_12_This_runtime_serves() => Assert.Null(RuntimeFloor.Refuse(RuntimeFloor.Runtime, RuntimeFloor.DataProtection));

    private static ServiceProvider Services(DataFolder data)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtectionRing(data.ProtectionKeys);
        return services.BuildServiceProvider();
    }

    private async Task<string> ClearKeyAsync()
    {
        var document = Assert.Single((await _data.ProtectionKeys.LoadAsync(CancellationToken.None)).Documents);
        return System.Xml.Linq.XElement.Parse(document).Descendants().Single(e => e.Name.LocalName == "masterKey").Descendants().Single(e => e.Name.LocalName == "value").Value;
    }

    private async Task<string> DumpAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("gantry.db")};Mode=ReadOnly;Pooling=False");
        return string.Concat(await connection.QueryAsync<string>("SELECT id || name || sealed FROM data_protection_keys"));
    }

    private async Task<string> FilesAsync()
    {
        var all = new StringBuilder();
        foreach (var path in Directory.GetFiles(_folder.Path))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            all.Append(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return all.ToString();
    }
}
