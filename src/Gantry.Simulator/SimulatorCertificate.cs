using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gantry.Simulator;

/// <summary>Makes certificates that signed themselves, good ones and bad ones, for <see cref="SimulatorOptions.Certificate"/>.</summary>
public static class SimulatorCertificate
{
    /// <param name="host">The name that it is for; another one than the client asks for makes the handshake fail.</param>
    /// <param name="notBefore">Begin of its life.</param>
    /// <param name="notAfter">End of its life; one in the past makes the handshake fail.</param>
    public static X509Certificate2 Create(string host, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(notBefore, notAfter);
        // A certificate with an ephemeral key serves TLS only after a round through PKCS #12.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
