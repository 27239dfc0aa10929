using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Gantry.Providers.Aws;

namespace Gantry.Providers;

/// <summary>What the machine itself may do at AWS, as the SDK finds it: environment, profiles, web identity, container, instance. The SDK renews what expires.</summary>
internal sealed class AwsCredentialChain
{
    private readonly ConcurrentDictionary<string, AWSCredentials> _profiles = new(StringComparer.Ordinal);

    /// <param name="profile">A profile of AWS's own files; null takes what the SDK finds first.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SigningException">There is none, or it could not be renewed.</exception>
    public async ValueTask<AwsKey> GetAsync(string? profile, CancellationToken cancellation)
    {
        try
        {
            var found = profile is null ? await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().WaitAsync(cancellation) : Profile(profile);
            var key = await found.GetCredentialsAsync().WaitAsync(cancellation);
            return new AwsKey(key.AccessKey, key.SecretKey, string.IsNullOrEmpty(key.Token) ? null : key.Token);
        }
        catch (Exception failure) when (failure is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or InvalidOperationException)
        {
            throw new SigningException(
                $"AWS credentials could not be had{(profile is null ? "" : $" from the profile {profile}")}. Give the upstream api_keys, or the machine a role.", failure);
        }
    }

    private AWSCredentials Profile(string name)
    {
        if (_profiles.TryGetValue(name, out var known))
        {
            return known;
        }

        // Null is the usual place.
        var place = Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE");
        if (!new CredentialProfileStoreChain(place).TryGetAWSCredentials(name, out var found))
        {
            throw new SigningException($"AWS knows no profile {name} on this machine.");
        }

        return _profiles.GetOrAdd(name, found);
    }
}
