using System.Net;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    public void Private_address_needs_the_setting(string address)
    {
        Assert.False(AddressGuard.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: false));
        Assert.True(AddressGuard.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: true));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fd00:ec2::254")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void Metadata_and_reserved_addresses_are_never_allowed(string address)
    {
        Assert.False(AddressGuard.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: false));
        Assert.False(AddressGuard.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: true));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    public void Public_address_is_allowed(string address) =>
        Assert.True(AddressGuard.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: false));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    public async Task Name_that_leads_to_loopback_is_not_dialled(string host) =>
        await Assert.ThrowsAsync<AddressRefusedException>(async () =>
            await AddressGuard.ConnectAsync(new DnsEndPoint(host, 9), allowPrivateNetwork: false, Dns.GetHostAddressesAsync, TestContext.Current.CancellationToken));
}
