package io.weir.platform.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Address;
import io.weir.plugin.HostOnly;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API of the checked part of a shadow. */
class CheckedApiTest {
    private static Class<?> seen(final Class<?> type) throws ClassNotFoundException {
        return CheckedApi.loader().loadClass(type.getName());
    }

    @ParameterizedTest
    @ValueSource(classes = {Memory.class, Buffer.class, Ip4Header.class})
    void shouldHaveAccessorsOfItsOwn(final Class<?> accessor) throws ClassNotFoundException {
        assertThat(seen(accessor)).isNotSameAs(accessor);
    }

    @ParameterizedTest
    @ValueSource(classes = {Buffers.class, OffHeap.class, Ip6Address.class, HostOnly.class})
    void shouldHaveTheHostsTypesAndTheHostsState(final Class<?> type) throws ClassNotFoundException {
        assertThat(seen(type)).isSameAs(type);
    }

    /** What a copy calls of a class that isn't copied lies in another run-time package for it. */
    @Test
    void shouldLinkWhateverItCalls() throws ClassNotFoundException, IOException {
        final List<Class<?>> left = new ArrayList<>(List.of(seen(Buffer.class)));
        for (final String name : List.of(
                "ArpHeader",
                "Checksum",
                "EthernetHeader",
                "FlowHash",
                "IcmpHeader",
                "Icmp6Header",
                "Ip4Address",
                "Ip4Header",
                "Ip6Extensions",
                "Ip6Fragment",
                "Ip6Header",
                "Layers",
                "MacAddress",
                "PacketText",
                "Ports",
                "TcpHeader",
                "UdpHeader",
                "VlanTag")) {
            left.add(CheckedApi.loader().loadClass("io.weir.net." + name));
        }
        for (int i = 0; i < left.size(); i++) {
            requireLinkable(left.get(i), left);
        }
    }

    private static void requireLinkable(final Class<?> from, final List<Class<?>> more)
            throws ClassNotFoundException, IOException {
        if (from.getClassLoader() != CheckedApi.loader()) {
            return;
        }
        for (final PoolEntry entry : model(from).constantPool()) {
            if (entry instanceof final MemberRefEntry member
                    && member.owner().asInternalName().startsWith("io/weir/")) {
                final Class<?> owner = CheckedApi.loader()
                        .loadClass(member.owner().asInternalName().replace('/', '.'));
                if (!more.contains(owner)) {
                    more.add(owner);
                }
                if (owner.getClassLoader() != CheckedApi.loader()) {
                    assertThat(isPublic(model(owner), member))
                            .as("%s as %s uses it", member, from)
                            .isTrue();
                }
            }
        }
    }

    private static boolean isPublic(final ClassModel owner, final MemberRefEntry member) {
        return owner.flags().has(AccessFlag.PUBLIC)
                && (owner.methods().stream()
                                .anyMatch(method -> method.methodName().equals(member.name())
                                        && method.methodType().equals(member.type())
                                        && method.flags().has(AccessFlag.PUBLIC))
                        || owner.fields().stream()
                                .anyMatch(field -> field.fieldName().equals(member.name())
                                        && field.flags().has(AccessFlag.PUBLIC)));
    }

    private static ClassModel model(final Class<?> type) throws IOException {
        try (InputStream in =
                Memory.class.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }
}
