using Gantry.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Gantry.Hosting;

/// <summary>Data Protection, for cookies, antiforgery tokens and the state of sign-in elsewhere; never for what is kept (reliability S-12).</summary>
internal static class DataProtectionSetup
{
    // Part of every derived key: another name would end all sessions.
    private const string Application = "gantry";

    public static void AddDataProtectionRing(this IServiceCollection services, DataProtectionKeys keys)
    {
        services.AddSingleton(keys);
        services.AddSingleton<DataProtectionRing>();
        services.AddDataProtection().SetApplicationName(Application);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<DataProtectionRing>();
            options.XmlEncryptor = new SealedWithItsRow();
        }));
    }
}
