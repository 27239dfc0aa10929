using System.Diagnostics;
using Gantry.Tests.Laws;
using Xunit;

namespace Gantry.Tests.Billing.Payments;

/// <summary>Signatures made by Stripe's own npm package, which <c>./test</c> installs.</summary>
internal static class OfficialSigner
{
    private const string Script =
        """
        import { createRequire } from 'node:module';
        const Stripe = createRequire(process.env.SIGNER_FOLDER + '/')('stripe');
        const stripe = new (Stripe.default ?? Stripe)('sk_test_0123456789abcdef');
        let payload = '';
        for await (const part of process.stdin.setEncoding('utf8')) payload += part;
        const options = { payload, secret: process.env.SIGNER_SECRET, timestamp: Number(process.env.SIGNER_TIME) };
        if (process.env.SIGNER_SCHEME) options.scheme = process.env.SIGNER_SCHEME;
        process.stdout.write(stripe.webhooks.generateTestHeaderString(options));
        """;

    private static string Folder => Path.Combine(Repository.Root, "artifacts", "clients");

    /// <summary>The header's value; skips the running test where node or the package is missing.</summary>
    public static async Task<string> SignAsync(string body, string secret, DateTimeOffset at, string scheme = "")
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules", "stripe")),
            "The npm package stripe is not installed: run ./test, which needs node 20 or newer, npm and a package registry.");
        var start = new ProcessStartInfo("node", ["--input-type=module", "-e", Script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["SIGNER_FOLDER"] = Folder;
        start.Environment["SIGNER_SECRET"] = secret;
        start.Environment["SIGNER_TIME"] = at.ToUnixTimeSeconds().ToString();
        start.Environment["SIGNER_SCHEME"] = scheme;
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(body);
        node.StandardInput.Close();
        var header = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return header;
    }
}
